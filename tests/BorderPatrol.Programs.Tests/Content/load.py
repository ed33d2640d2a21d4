"""Exercises Python's ways of talking to others; prints what must not depend on timing."""
import asyncio
import concurrent.futures
import hashlib
import http.client
import http.server
import multiprocessing
import os
import pty
import queue
import selectors
import signal
import socket
import subprocess
import sys
import threading
from multiprocessing import shared_memory


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = f"{self.path} {len(body)} {digest(body)}\n".encode() * 10
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def ask(port, first, count):
    connection, answers = http.client.HTTPConnection("127.0.0.1", port), []
    for number in range(first, first + count):
        connection.request("POST", f"/{number}", b"b" * (number * 97 % 3000))
        answers.append(connection.getresponse().read())
    connection.close()
    return b"".join(answers)


def threads(count):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: ask(server.server_port, n * (count // 8), count // 8), range(8)))
    server.shutdown()
    server.server_close()
    print("threads", digest(b"".join(answers)))
    work, done, ready = queue.Queue(), [], threading.Condition()

    def worker():
        while (item := work.get()) is not None:
            with ready:
                done.append(item * item)
                ready.notify()
    workers = [threading.Thread(target=worker) for _ in range(6)]
    for thread in workers:
        thread.start()
    for item in range(500):
        work.put(item)
    with ready:
        ready.wait_for(lambda: len(done) == 500)
    for _ in workers:
        work.put(None)
    for thread in workers:
        thread.join()
    print("queue", sum(done))


async def loop(count):
    async def serve(reader, writer):
        while line := await reader.readline():
            writer.write(line.upper() * 3)
            await writer.drain()
        writer.close()

    async def client(port, number):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        got = b""
        for step in range(count // 10):
            writer.write(f"client {number} step {step}\n".encode())
            for _ in range(3):
                got += await reader.readline()
        writer.close()
        await writer.wait_closed()
        return digest(got)

    class Echo(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, address):
            self.transport.sendto(data[::-1], address)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print("asyncio", *await asyncio.gather(*(client(port, number) for number in range(10))))
    server.close()
    echo, _ = await asyncio.get_running_loop().create_datagram_endpoint(Echo, ("127.0.0.1", 0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_sendto(plain, b"datagram", echo.get_extra_info("sockname"))
        print("datagram", await asyncio.get_running_loop().sock_recv(plain, 100))
    echo.close()
    process = await asyncio.create_subprocess_exec("sort", "-n", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = await process.communicate("".join(f"{n}\n" for n in range(3000, 0, -1)).encode())
    print("subprocess", digest(out), process.returncode)
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except asyncio.TimeoutError:
        print("timeout")


def fill(name, part, results, lock):
    memory = shared_memory.SharedMemory(name)
    memory.buf[part * 1000:(part + 1) * 1000] = bytes([part]) * 1000
    memory.close()
    with lock:
        results.put((part, os.getpid() != os.getppid()))


def square(number):
    return number * number


def processes(method):
    context = multiprocessing.get_context(method)
    memory = shared_memory.SharedMemory(create=True, size=4000)
    results, lock = context.Queue(), context.Lock()
    children = [context.Process(target=fill, args=(memory.name, part, results, lock)) for part in range(4)]
    for child in children:
        child.start()
    told = sorted(results.get() for _ in children)
    for child in children:
        child.join()
    print(method, digest(bytes(memory.buf[:4000])), told, [child.exitcode for child in children])
    memory.close()
    memory.unlink()
    with context.Pool(2) as pool:
        print(method, sum(pool.map(square, range(1000))))
        pool.close()
        pool.join()
    ours, theirs = context.Pipe()
    child = context.Process(target=talk, args=(theirs,))
    child.start()
    theirs.close()
    ours.send(list(range(5000)))
    print(method, "pipe", ours.recv())
    child.join()


def talk(connection):
    connection.send(sum(connection.recv()))
    connection.close()


def others():
    print("run", subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True))
    print("bare", subprocess.run(["/usr/bin/env"], env={"ONLY": "this"}, capture_output=True).stdout.decode().split("\n")[0])
    print("killed", subprocess.run(["sh", "-c", "kill -9 $$"]).returncode, os.popen("echo popen").read().strip(), os.system("exit 4") >> 8)
    print("spawn", os.waitstatus_to_exitcode(os.waitpid(os.posix_spawn("/bin/sh", ["sh", "-c", "exit 5"], {}), 0)[1]))
    ours, theirs = socket.socketpair()
    with selectors.DefaultSelector() as selector:
        selector.register(ours, selectors.EVENT_READ)
        theirs.sendall(b"ready")
        print("selector", [(key.fileobj is ours, mask) for key, mask in selector.select(5)], ours.recv(5, socket.MSG_PEEK), ours.recv(100))
    reading, writing = os.pipe()
    socket.send_fds(ours, [b"fd"], [writing])
    _, passed, _, _ = socket.recv_fds(theirs, 10, 1)
    os.write(passed[0], b"through a passed descriptor")
    print("passed", os.read(reading, 100))
    for descriptor in (reading, writing, *passed):
        os.close(descriptor)
    ours.close()
    theirs.close()
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("sh", ["sh", "-c", "echo on a terminal; test -t 1"])
    said = b""
    try:
        while part := os.read(terminal, 100):
            said += part
    except OSError:
        pass
    print("pty", said, os.waitpid(child, 0)[1])
    rang = []
    signal.signal(signal.SIGALRM, lambda *_: rang.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    signal.pause()
    print("signal", rang)


if __name__ == "__main__":
    threads(int(sys.argv[1]))
    asyncio.run(loop(int(sys.argv[1])))
    for start in ("fork", "spawn", "forkserver"):
        processes(start)
    others()
