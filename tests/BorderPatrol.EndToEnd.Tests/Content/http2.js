// The programs around a proxy that speaks HTTP/2: a back end of HTTP/1.1, a gRPC service on HTTP/2, and a client of that.
//   http2.js backend PORT | service PORT | client HOST PORT CALLS
const http = require('http');
const http2 = require('http2');
const [role, first, second, third] = process.argv.slice(2);

// Answers come in another order than the questions.
function later(turns, action) {
  if (turns > 0) setImmediate(later, turns - 1, action); else action();
}

function message(text) {
  const body = Buffer.from(text), head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

function backend() {
  let count = 0;
  http.createServer((request, response) => {
    request.resume().on('end', () => later(count++ % 5, () => {
      if (request.url.startsWith('/stream') && request.method !== 'HEAD') {
        response.setHeader('trailer', 'x-sum');
        response.write('answer ');
        response.addTrailers({ 'x-sum': '1' });
      }
      response.end(`to ${request.url}\n`);
    }));
  }).listen(Number(first));
}

function service() {
  let count = 0;
  http2.createServer().on('stream', (stream, headers) => {
    stream.resume().on('end', () => later(count++ % 5, () => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': headers[':path'].endsWith('Find') ? '5' : '0' }));
      stream.end(message('answer to ' + headers['x-note']));
    }));
  }).listen(Number(first));
}

// All calls at once, on two connections.
function client() {
  const sessions = [0, 1].map(() => http2.connect(`http://${first}:${second}`));
  let open = Number(third), good = 0;
  for (let number = 0; number < Number(third); number++) {
    const note = 'tag=r' + String(number).padStart(4, '0');
    const stream = sessions[number % 2].request({
      ':method': 'POST', ':path': '/shop.Items/' + (number % 3 ? 'Get' : 'Find'), 'content-type': 'application/grpc', te: 'trailers', 'x-note': note, authorization: 'Bearer secret',
    });
    let answer = '';
    stream.on('data', data => { answer += data; });
    stream.on('close', () => {
      good += answer.includes('answer to ' + note);
      if (--open === 0) { sessions.forEach(session => session.close()); console.log(good + ' good'); }
    });
    stream.write(message('question'));
    stream.end(message(note));
  }
}

({ backend, service, client })[role]();
