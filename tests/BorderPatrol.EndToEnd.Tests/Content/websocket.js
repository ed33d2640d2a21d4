// A client of a server of WebSockets that echoes.   websocket.js URL SOCKETS AT_ONCE
const WebSocket = require('/usr/share/nodejs/ws');
const [url, sockets, atOnce] = process.argv.slice(2);
let next = 0, open = 0, good = 0;

function talk() {
  if (next === Number(sockets)) { if (open === 0) console.log(good + ' good'); return; }
  const number = next++, socket = new WebSocket(`${url}?tag=r${String(number).padStart(4, '0')}`);
  let turn = 0;
  open++;
  const say = () => socket.send(`${number} ${turn}`);
  socket.on('open', say);
  socket.on('message', data => {
    if (String(data) !== `echo of ${number} ${turn}`) throw new Error(`heard ${data}`);
    if (++turn < 5) say(); else socket.close();
  });
  socket.on('close', () => { open--; good += turn === 5; talk(); });
}

for (let slot = 0; slot < Number(atOnce); slot++) talk();
