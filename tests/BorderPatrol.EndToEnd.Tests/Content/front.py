"""A web server on port 8080 that asks another service for every request: front.py PROTOCOL HOST. GET /library?tag=TAG asks through a Python library
over one connection a thread, /program?tag=TAG through a program of its own. The protocols are classes of services/."""
import http.server
import importlib
import sys
import urllib.parse

sys.dont_write_bytecode = True
SERVICES = {
    "redis": "redis.Redis", "memcached": "memcached.Memcached", "lines": "private.Lines", "lengths": "private.Lengths", "postgresql": "postgresql.Postgresql",
    "replication": "replication.Replication", "mysql": "mysql.Mysql", "smtp": "mail.Smtp", "imap": "mail.Imap", "pop3": "mail.Pop3", "x11": "x11.X11",
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        tag = "tag=" + urllib.parse.parse_qs(url.query)["tag"][0]
        getattr(service, url.path[1:])(tag)
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


module, name = SERVICES[sys.argv[1]].split(".")
service = getattr(importlib.import_module("services." + module), name)()
Server(("", 8080), Handler).serve_forever()
