// A gRPC service as its specification wants it on HTTP/2 (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md) and a client:
// grpc.js serve PORT; grpc.js call PORT. Calls answered, refused, streamed, cancelled, and refused before their body is there.
const http2 = require('http2');
const [role, port] = process.argv.slice(2);
const message = text => { const body = Buffer.from(text), head = Buffer.alloc(5); head.writeUInt32BE(body.length, 1); return Buffer.concat([head, body]); };

function serve() {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const method = headers[':path'].split('/').pop();
    const head = { ':status': 200, 'content-type': 'application/grpc' };
    if (method === 'Absent') return stream.respond({ ...head, 'grpc-status': '5', 'grpc-message': 'no such thing' }, { endStream: true });
    if (method === 'Never') return stream.additionalHeaders({ ':status': 103, link: '</a>' });
    stream.respond(head, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'set-cookie': 'secret' }));
    if (method !== 'Follow') return stream.resume().on('end', () => stream.end(message('answer to ' + method)));
    stream.on('data', part => stream.write(part)).on('end', () => stream.end());
  });
  server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
}

async function call() {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  const ask = (method, bodies) => new Promise(done => {
    const stream = session.request({ ':method': 'POST', ':path': '/shop.Items/' + method, 'content-type': 'application/grpc', te: 'trailers', authorization: 'Bearer secret' });
    stream.on('error', () => {}).on('close', done).resume();
    bodies.forEach(body => stream.write(message(body)));
    if (method === 'Never') stream.on('headers', () => stream.close(http2.constants.NGHTTP2_CANCEL)); else stream.end();
  });
  await ask('Get', ['item 1']);
  await Promise.all([ask('Get', ['item 2']), ask('Follow', ['a', 'b', 'c']), ask('Absent', []), ask('Get', ['x'.repeat(1500)])]);
  await ask('Never', ['?']);
  session.close();
}

(role === 'serve' ? serve : call)();
