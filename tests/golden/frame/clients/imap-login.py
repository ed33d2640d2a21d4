import imaplib
import sys

i = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
i.authenticate("LOGIN", lambda challenge: b"alice" if b"sername" in challenge or b"User" in challenge else b"secret")
i.logout()
