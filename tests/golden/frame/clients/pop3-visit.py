import poplib
import sys

p = poplib.POP3("127.0.0.1", int(sys.argv[1]))
p.capa()
p.user("alice")
p.pass_("secret")
p.stat()
p.list()
p.list(1)
p.uidl()
p.uidl(1)
p.retr(1)
p.top(2, 1)
p.dele(1)
p.noop()
p.rset()
try:
    p.retr(99)
except poplib.error_proto:
    pass
p.quit()
