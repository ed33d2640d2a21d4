"""uwsgi --plugin python3 --socket 127.0.0.1:PORT (--scgi-socket) --wsgi-file gateway.py: answers with what it was asked for and as many bytes as it is told."""
from urllib.parse import parse_qs


def application(asked, answer):
    wanted = parse_qs(asked["QUERY_STRING"])
    body = asked["wsgi.input"].read(int(asked.get("CONTENT_LENGTH") or 0))
    status = "404 Not Found" if "missing" in wanted else "200 OK"
    answer(status, [("Content-Type", "text/plain"), ("Set-Cookie", "session=secret; Path=/")])
    yield f"{asked['REQUEST_METHOD']} {asked['REQUEST_URI']} {len(body)}\n".encode()
    yield b"x" * int(wanted.get("size", ["0"])[0])
