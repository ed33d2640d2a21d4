import smtplib
import socket
import sys

port = int(sys.argv[1])
s = smtplib.SMTP("127.0.0.1", port, local_hostname="client.test")
s.ehlo()
s.login("alice", "secret")
s.sendmail("alice@example.org", ["bob@example.org", "carol@example.org"], "Subject: hello\r\n\r\n.hidden dot\r\n..\r\nend\r\n")
s.verify("bob@example.org")
s.docmd("NOSUCH", "thing")
s.quit()
