// Exercises Node's ways of talking to others; prints what must not depend on timing.
'use strict';
const http = require('http'), net = require('net'), fs = require('fs'), path = require('path'), crypto = require('crypto');
const cluster = require('cluster'), { Worker, isMainThread, parentPort, workerData } = require('worker_threads');
const { spawn, execSync, fork, spawnSync } = require('child_process');

const hash = data => crypto.createHash('sha256').update(data).digest('hex').slice(0, 16);
const count = Number(process.argv[2]);

function request(port, agent, number) {
  return new Promise((resolve, reject) => {
    const body = 'b'.repeat((number * 97) % 3000);
    const sent = http.request({ port, host: '127.0.0.1', agent, method: 'POST', path: `/echo/${number}` }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part)).on('end', () => resolve(`${answer.statusCode} ${Buffer.concat(parts)}`));
    });
    sent.on('error', reject).end(body);
  });
}

function echo(asked, answer) {
  const parts = [];
  asked.on('data', part => parts.push(part)).on('end', () => {
    answer.end(JSON.stringify({ url: asked.url, length: Buffer.concat(parts).length, filler: 'f'.repeat(300) }));
  });
}

const listen = server => new Promise(done => server.listen(0, '127.0.0.1', () => done(server.address().port)));

async function ask(port, times) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const answers = await Promise.all(Array.from({ length: times }, (_, number) => request(port, agent, number)));
  agent.destroy();
  return `${answers.length} answers ${hash(answers.join('\n'))}`;
}

async function web() {
  const server = http.createServer(echo);
  console.log('http', await ask(await listen(server), count));
  await new Promise(done => server.close(done));
}

async function streams() {
  const server = net.createServer({ allowHalfOpen: true }, socket => socket.pipe(socket));
  const port = await listen(server);
  const sums = await Promise.all(Array.from({ length: 8 }, (_, number) => new Promise((resolve, reject) => {
    const parts = [], socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('data', part => parts.push(part)).on('end', () => resolve(hash(Buffer.concat(parts)))).on('error', reject);
    for (let i = 0; i < 50; i++) socket.write(Buffer.alloc(5000, 65 + (i + number) % 26));
    socket.end();
  })));
  console.log('net', sums.join(' '));
  server.close();
}

async function children() {
  const sort = spawn('sort', ['-n']);
  const sorted = new Promise(done => { const parts = []; sort.stdout.on('data', part => parts.push(part)).on('end', () => done(hash(Buffer.concat(parts)))); });
  for (let i = 2000; i > 0; i--) sort.stdin.write(`${i}\n`);
  sort.stdin.end();
  console.log('spawn', await sorted, await new Promise(done => sort.on('exit', done)));
  console.log('exec', execSync('echo out; exit 0').toString().trim(), spawnSync('sh', ['-c', 'kill -TERM $$']).signal, spawnSync('no-such-program').error.code);
  console.log('bare', spawnSync('env', [], { env: { ONLY: 'this', PATH: process.env.PATH } }).stdout.toString().split('\n').filter(line => /^ONLY/.test(line)).join());
  const child = fork(__filename, ['child']);
  const told = new Promise(done => child.on('message', done));
  child.send({ numbers: Array.from({ length: 1000 }, (_, n) => n) });
  console.log('fork', (await told).sum, await new Promise(done => child.on('exit', done)));
}

async function threads() {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const sums = await Promise.all(Array.from({ length: 4 }, (_, number) => new Promise((resolve, reject) => {
    new Worker(__filename, { workerData: { number, shared } }).on('message', resolve).on('error', reject);
  })));
  console.log('threads', sums.join(' '), shared[0]);
}

async function files() {
  const name = path.join(process.env.TMPDIR, 'file');
  await fs.promises.writeFile(name, Buffer.alloc(300000, 'f'), { mode: 0o640 });
  await fs.promises.appendFile(name, 'end');
  const copy = fs.createReadStream(name).pipe(fs.createWriteStream(name + '.copy'));
  await new Promise(done => copy.on('close', done));
  console.log('files', hash(fs.readFileSync(name + '.copy')), (fs.statSync(name).mode & 0o777).toString(8));
}

async function crowd() {
  cluster.setupPrimary({ args: ['cluster'] });
  const ports = await Promise.all([0, 1].map(() => new Promise(done => cluster.fork().on('listening', address => done(address.port)))));
  console.log('cluster', ports[0] === ports[1], await ask(ports[0], count / 2));
  const codes = Object.values(cluster.workers).map(worker => new Promise(done => { worker.on('exit', done); worker.disconnect(); }));
  console.log('workers ended with', (await Promise.all(codes)).join(' '));
}

if (!isMainThread) {
  let sum = 0;
  for (let i = 0; i < 100000; i++) sum += i % (workerData.number + 2);
  Atomics.add(workerData.shared, 0, fs.readFileSync(__filename).length);
  parentPort.postMessage(sum);
} else if (cluster.isWorker) {
  http.createServer(echo).listen(0, '127.0.0.1');
} else if (process.argv[2] === 'child') {
  process.once('message', told => process.send({ sum: told.numbers.reduce((a, b) => a + b) }, () => process.disconnect()));
} else {
  (async () => { for (const part of [web, streams, children, threads, files, crowd]) await part(); })();
}
