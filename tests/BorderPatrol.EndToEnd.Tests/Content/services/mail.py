"""SMTP, IMAP and POP3, in clear, after STARTTLS and in TLS from the first byte."""
import tempfile
import threading

from services.common import HOST, TRUSTING, connection, program


def sealing(tag):
    """How a request for mail is to be sealed: its number tells."""
    return ("clear", "starttls", "tls")[int(tag[-4:]) % 3]


class Smtp:
    """Sends a message to an address that is the tag; the library keeps its connections, the program sends its commands without waiting."""
    PROGRAM = {"clear": [], "starttls": ["--tls"], "tls": ["--tls-on-connect"]}

    def library(self, tag):
        sealed = sealing(tag)
        server = connection(lambda: self.connect(sealed), sealed)
        server.sendmail("me@example.test", tag + "@example.test", "Subject: " + tag + "\n\n.one\n..two\n")

    def connect(self, sealed):
        import smtplib
        if sealed == "tls":
            return smtplib.SMTP_SSL(HOST, local_hostname="library.example", context=TRUSTING)
        server = smtplib.SMTP(HOST, local_hostname="library.example")
        if sealed == "starttls":
            server.starttls(context=TRUSTING)
        return server

    def program(self, tag):
        addresses = ["--from", "me@example.test", "--to", tag + "@example.test"]
        program("swaks", "--pipeline", *self.PROGRAM[sealing(tag)], "--server", HOST, "--ehlo", "program.example", *addresses)


class Curl:
    """Reads mail of the user who is the tag, each command at its own address."""
    SEALED = {"clear": ("", []), "starttls": ("", ["--ssl-reqd", "-k"]), "tls": ("s", ["-k"])}

    def __init__(self, protocol, tag):
        letter, self.options = self.SEALED[sealing(tag)]
        self.options = self.options + ["-u", tag + ":secret"]
        self.server = protocol + letter + "://" + HOST + "/"

    def __call__(self, *visits):
        words = []
        for path, *options in visits:
            words += ["--next", *self.options, *options, self.server + path]
        program("curl", *words[1:])


class Imap:
    """Makes a mailbox that is the tag, puts mail there and reads it; the library asks several things before it reads the first answer."""
    MESSAGE = b"Subject: one\r\n\r\n(two)\r\n"

    def library(self, tag):
        sealed = sealing(tag)
        server = connection(lambda: self.log_in(sealed), sealed)
        server.create(tag)
        server.append(tag, "", None, self.MESSAGE)
        asked = [("SELECT", tag), ("FETCH", "1", "(RFC822.TEXT)"), ("NOOP",)]
        # The library sends what it is told in these two steps, one behind the other; its state is the caller's.
        server.state = "SELECTED"
        tags = [server._command(*words) for words in asked]
        answers = [server._command_complete(words[0], tag) for words, tag in zip(asked, tags)]
        assert answers[1][0] == "OK" and server.untagged_responses["FETCH"][0][1] == b"(two)\r\n"
        server.untagged_responses = {}

    def log_in(self, sealed):
        import imaplib
        server = imaplib.IMAP4_SSL(HOST, ssl_context=TRUSTING) if sealed == "tls" else imaplib.IMAP4(HOST)
        if sealed == "starttls":
            server.starttls(TRUSTING)
        server.login("user%d" % threading.get_ident(), "secret")
        return server

    def program(self, tag):
        with tempfile.NamedTemporaryFile() as message:
            message.write(self.MESSAGE)
            message.flush()
            Curl("imap", tag)(("", "-X", "CREATE " + tag), (tag, "-T", message.name), (tag + ";UID=1",))


class Pop3:
    """Looks for mail of the user who is the tag."""

    def library(self, tag):
        import poplib
        sealed = sealing(tag)
        server = poplib.POP3_SSL(HOST, context=TRUSTING) if sealed == "tls" else poplib.POP3(HOST)
        if sealed == "starttls":
            server.stls(TRUSTING)
        server.user(tag)
        server.pass_("secret")
        assert server.stat() == (0, 0)
        server.list()
        server.quit()

    def program(self, tag):
        Curl("pop3", tag)(("",))
