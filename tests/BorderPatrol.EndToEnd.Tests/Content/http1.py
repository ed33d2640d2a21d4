# Clients of HTTP/1.1: lines of a file, each "TAG METHOD URL ...", become requests; prints each answer's "TAG STATUS".
#   http1.py bodies THREADS FILE      one at a time on each connection, through http.client; uploads are chunked, with a trailer
#   http1.py pipeline THREADS FILE    all of a thread's at once on its connection
import http.client
import socket
import sys
import threading
import urllib.parse

way, threads, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
answers = []
requests = [line.split()[:3] for line in open(name)]


def bodies(host, port, mine):
    connection = http.client.HTTPConnection(host, port)
    for tag, method, target in mine:
        connection.putrequest(method, target)
        upload = method in ('PUT', 'POST')
        if upload:
            connection.putheader('Transfer-Encoding', 'chunked')
        connection.endheaders()
        if upload:
            connection.send(b'5;note=x\r\nbegin\r\n')
            connection.send(b'3\r\nend\r\n0\r\nX-Trailer: yes\r\n\r\n')
        response = connection.getresponse()
        response.read()
        answers.append(f'{tag} {response.status}')
    connection.close()


def pipeline(host, port, mine):
    connection = socket.create_connection((host, port))
    connection.sendall(b''.join(f'{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n'.encode() for _, method, target in mine))
    received = connection.makefile('rb')
    for tag, _, _ in mine:
        answers.append(f'{tag} {read_answer(received)}')
    connection.close()


def read_answer(received):
    status = received.readline().split()[1].decode()
    fields = http.client.parse_headers(received)
    if fields.get('Transfer-Encoding') == 'chunked':
        while size := int(received.readline().split(b';')[0], 16):
            received.read(size + 2)
        http.client.parse_headers(received)
    else:
        received.read(int(fields['Content-Length']))
    return status


def run(mine):
    parts = [urllib.parse.urlsplit(url) for _, _, url in mine]
    {'bodies': bodies, 'pipeline': pipeline}[way](
        parts[0].hostname, parts[0].port, [(tag, method, f'{part.path}?{part.query}') for (tag, method, _), part in zip(mine, parts)])


workers = [threading.Thread(target=run, args=(requests[first::threads],)) for first in range(threads)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print('\n'.join(answers))
