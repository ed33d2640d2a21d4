import imaplib
import sys

i = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
i.login("alice", "secret")
i.select("INBOX")
i.append("INBOX", "(\\Seen)", None, b"Subject: appended\r\n\r\nbody {3}\r\n")
i.noop()
i.search(None, "SUBJECT", '"secret word"')
i.fetch("1:*", "(FLAGS BODY[])")
i.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
i.create("Archive")
i.copy("1", "Archive")
i.list()
i.status("Archive", "(MESSAGES UIDNEXT)")
try:
    i.select("nowhere")
    i.fetch("99", "(FLAGS)")
except imaplib.IMAP4.error:
    pass
i.expunge() if i.state == "SELECTED" else None
i.logout()
