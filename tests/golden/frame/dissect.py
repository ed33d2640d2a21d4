#!/usr/bin/python3
"""Holds the lists of messages beside the recorded conversations to an independent decoding, mostly tshark's: dissect.py [NAME...]

A conversation becomes a capture in which every message of its list is one segment. Where tshark agrees about a border, it
decodes each segment by itself: no segment waits for bytes of a later one, none is malformed, each shows the protocol. Where
it tells requests from responses, it does so as the list does.
"""
import glob
import os
import re
import struct
import subprocess
import sys
import tempfile

SEGMENT = 60000  # bytes; what one packet can hold

# Protocol of the list: tshark's name, transport port, fields that only a request has and only a response has.
KNOWN = {
    "http1": ("http", 80, "http.request", "http.response"),
    "postgres": ("pgsql", 5432, None, None),
    "redis": ("resp", 6379, None, None),
    "smtp": ("smtp", 25, None, None),
    "imap": ("imap", 143, None, None),
    "pop3": ("pop", 110, None, None),
    "memcached": ("memcache", 11211, None, None),
    "mysql": ("mysql", 3306, None, None),
    "x11": ("x11", 6000, "x11.opcode", None),
}

# Where messages of several exchanges interleave: tshark's name, transport port, fields of a record: the exchange's number, lengths behind a
# header of so many bytes, its type, and the types that are parts of messages (None all).
NUMBERED = {
    "http2": ("http", 80, "http2.streamid", ("http2.length",), 9, "http2.type", (0, 1, 3, 9)),
    "fastcgi": ("fcgi", 9000, "fcgi.id", ("fcgi.content.length", "fcgi.padding.length"), 8, "fcgi.type", None),
    "dns": ("dns", 53, "dns.id", ("dns.length",), 2, "dns.flags", None),
}

# What the list adds to numbers that may be 0.
ADDED = {"dns": 65536}

# What tshark does not know is decoded here: the request's variables, and where they end.
def uwsgi_variables(data):
    size, = struct.unpack_from("<xHx", data)
    words, at = [], 4
    while at < 4 + size:
        length, = struct.unpack_from("<H", data, at)
        words.append(data[at + 2:at + 2 + length])
        at += 2 + length
    return words, at


def scgi_variables(data):
    size, rest = data.split(b":", 1)
    words, begin = rest[:int(size)].split(b"\0"), len(size) + 1
    assert words.pop() == b"" and rest[int(size):int(size) + 1] == b","
    return words, begin + int(size) + 1


def cgi_variables(data):
    assert data.endswith(b"\0\0")
    return [part for entry in data[:-2].split(b"\0") for part in entry.split(b"=", 1)], len(data)


GATEWAYS = {"uwsgi": uwsgi_variables, "scgi": scgi_variables, "cgi": cgi_variables}

# What tshark does not do.
EXCUSED = {
    "http1-connect <RESPONSE 0..76": "an answer to CONNECT is given to no protocol",
    "mysql-php <RESPONSE 1331..1350": "rows fetched from a cursor are not known",
    "mysql-php <RESPONSE 1350..1369": "rows fetched from a cursor are not known",
    "mysql-php <RESPONSE 1369..1388": "rows fetched from a cursor are not known",
    "mysql-pymysql >REQUEST 416..489": "a file's content is not known",
    "mysql-pymysql >REQUEST 564..568": "a file's content is not known",
    "postgres-scram <RESPONSE 0..1": "the one byte that answers SSLRequest is not known",
    "imap-raw >REQUEST 15..50": "a literal that needs no leave is taken for the end of its command",
    **{f"x11-{client} >REQUEST 0..12": "the set-up has no opcode" for client in ("xdotool", "xprop", "xlsatoms")},
    "postgres-tls <RESPONSE 0..1": "the one byte that answers SSLRequest is not known",
}


def entries_of(path):
    data = open(path, "rb").read()
    at = 0
    while at < len(data):
        mark, count = chr(data[at]), struct.unpack_from("<I", data, at + 1)[0]
        yield mark, data[at + 5:at + 5 + count]
        at += 5 + count


def messages_of(path):
    """(side, type, start, end, broken), in the order of the list; messages that share their bytes with others are left out."""
    for line in open(path):
        found = re.match(r"([<>])(\w+) (\d+)\.\.(\d+)(?: #\d+ of (\d+))?(.*)", line)
        if found and found[5] in (None, str(int(found[4]) - int(found[3]))):
            yield found[1], found[2], int(found[3]), int(found[4]), "BROKEN" in found[6]


class Capture:
    """Packets of one TCP connection, raw IPv4."""

    def __init__(self, port):
        self.ports = {">": (40000, port), "<": (port, 40000)}
        self.next = {">": 1, "<": 1}
        self.packets = []
        self.add(">", b"", 0x02, 0)
        self.add("<", b"", 0x12, 0)
        self.add(">", b"", 0x10, 1)

    def add(self, side, data, flags=0x18, sequence=None):
        other = "<" if side == ">" else ">"
        source, target = self.ports[side]
        number = self.next[side] if sequence is None else sequence
        tcp = struct.pack(">HHIIBBHHH", source, target, number, self.next[other], 0x50, flags, 65535, 0, 0)
        ends = (b"\x7f\0\0\1", b"\x7f\0\0\2") if side == ">" else (b"\x7f\0\0\2", b"\x7f\0\0\1")
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(data), 0, 0, 64, 6, 0, *ends)
        self.packets.append(ip + tcp + data)
        if sequence is None:
            self.next[side] += len(data)
        return len(self.packets)

    def write(self, path):
        with open(path, "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
            for number, packet in enumerate(self.packets):
                file.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)


def in_turn(messages):
    """Each request followed by its response: tshark remembers one request at a time. That moves no byte within its side."""
    sides = {side: [message for message in messages if message[0] == side] for side in "<>"}
    while sides["<"] and sides["<"][0][1] == "NOTICE":
        yield sides["<"].pop(0)
    for message in sides[">"]:
        yield message
        while message[1] == "REQUEST" and sides["<"]:
            answer = sides["<"].pop(0)
            yield answer
            if answer[1] == "RESPONSE":
                break
    yield from sides["<"]


def build(conversation, messages, port):
    """The capture, and which packets each message became."""
    capture, sent = Capture(port), []
    whole, done = {"<": b"", ">": b""}, {"<": 0, ">": 0}
    for side, data in entries_of(conversation):
        whole[side] += data
    for message in in_turn(messages):
        side, _, start, end, _ = message
        if done[side] < start:
            capture.add(side, whole[side][done[side]:start])
        body = whole[side][start:end]
        sent.append((message, [capture.add(side, body[at:at + SEGMENT]) for at in range(0, len(body), SEGMENT)]))
        done[side] = end
    for side in "><":
        capture.add(side, b"", 0x11)
    return capture, sent


def dissect(path, layer, port, fields):
    command = ["tshark", "-2", "-r", path, "-d", f"tcp.port=={port},{layer}", "-T", "fields", "-E", "separator=|", "-e", "frame.number", "-e", "frame.protocols",
               "-e", "tcp.reassembled_in", "-e", "_ws.malformed"] + [word for field in fields for word in ("-e", field)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {int(line.split("|")[0]): line.split("|")[1:] for line in lines}


def faults_of(name, conversation):
    layer, port, request, response = KNOWN[name]
    messages = list(messages_of(conversation.replace(".conversation", ".txt")))
    last = {side: max((message[3] for message in messages if message[0] == side), default=0) for side in "<>"}
    capture, sent = build(conversation, messages, port)
    fields = [field for field in (request, response) if field]
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        capture.write(file.name)
        told = dissect(file.name, layer, port, fields)
    for (side, kind, start, end, broken), numbers in sent:
        protocols, later, malformed, *kinds = told[numbers[-1]]
        # What the end of the connection ends, tshark decodes there.
        what = f"{side}{kind} {start}..{end}"
        if broken or f"{conversation.removesuffix('.conversation')} {what}" in EXCUSED or (later and end == last[side]):
            continue
        if layer not in protocols.split(":"):
            yield f"{what}: tshark sees {protocols}"
        if later:
            yield f"{what}: tshark waits for more"
        if malformed:
            yield f"{what}: tshark finds it malformed"
        if [bool(text) for text in kinds] != [kind == "REQUEST", kind != "REQUEST"][:len(kinds)]:
            yield f"{what}: tshark takes it for the other side's"
        if any("," in text for text in kinds):
            yield f"{what}: tshark finds several"


def records_of(name, conversation):
    """(side, number, first byte, behind the last byte) of each record that tshark finds in what was recorded. They go on to
    the end of a side; what stands before the first is an opening."""
    layer, port, number, lengths, header, kind, kinds = NUMBERED[name]
    capture, sides, left = Capture(port), {}, {"<": 0, ">": 0}
    for side, data in entries_of(conversation):
        left[side] += len(data)
        for at in range(0, len(data), SEGMENT):
            sides[capture.add(side, data[at:at + SEGMENT])] = side
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        capture.write(file.name)
        told = dissect(file.name, layer, port, (number, kind, *lengths))
    records = []
    for frame, side in sides.items():
        columns = [[int(word, 0) for word in text.split(",") if word] for text in told[frame][3:]]
        found = [(side, one, its, header + sum(sizes)) for one, its, *sizes in zip(*columns)]
        left[side] -= sum(record[3] for record in found)
        records += found
    done = {"<": 0, ">": 0}
    for side, one, its, size in records:
        start = left[side] + done[side]
        done[side] += size
        exchange = one + ADDED.get(name, 0)
        if exchange and (kinds is None or its in kinds):
            yield side, exchange, start, start + size


def numbered_faults_of(name, conversation):
    """Each message is the records of its number between its ends, and no record of a number is in none."""
    records = list(records_of(name, conversation))
    taken = 0
    for line in open(conversation.replace(".conversation", ".txt")):
        found = re.match(r"([<>])\w+ (\d+)\.\.(\d+) #(\d+) of (\d+)", line)
        if not found:
            continue
        start, end, number, size = map(int, found.groups()[1:])
        its = [record for record in records if record[:2] == (found[1], number) and start <= record[2] < end]
        taken += len(its)
        told = (its[0][2], its[-1][3], sum(record[3] - record[2] for record in its)) if its else None
        if told != (start, end, size):
            yield f"{line.strip()}: tshark finds {told}"
    if taken != len(records) or not records:
        yield f"{taken} of tshark's {len(records)} records are in messages"


def gateway_faults_of(name, conversation):
    """One request, as long as its variables and CONTENT_LENGTH say, and one answer; the list has the request's variables that CGI knows, in their order."""
    whole = {"<": b"", ">": b""}
    for side, data in entries_of(conversation):
        whole[side] += data
    words, end = GATEWAYS[name](whole[">"])
    variables = list(zip(words[::2], words[1::2]))
    if name != "cgi":  # whose body comes another way
        end += int(dict(variables).get(b"CONTENT_LENGTH") or 0)
    list_path = conversation.replace(".conversation", ".txt")
    told = [message[:4] for message in messages_of(list_path)]
    if told != [(">", "REQUEST", 0, end), ("<", "RESPONSE", 0, len(whole["<"]))] or end != len(whole[">"]):
        yield f"{told}, but the request ends at {end} of {len(whole['>'])}"
    kept = [line.split("|", 1)[1].rstrip("\n").split("=", 1) for line in open(list_path) if line.startswith("    |") and "=" in line and ":" not in line.split("=")[0]]
    sent = [[key.decode(), value.decode()] for key, value in variables]
    for name, value in kept:
        while sent and sent[0][0] != name:
            sent.pop(0)
        if not sent or value not in ("?", sent.pop(0)[1]):
            yield f"{name}={value} is not what was sent"


def decoder_of(name):
    return faults_of if name in KNOWN else numbered_faults_of if name in NUMBERED else gateway_faults_of if name in GATEWAYS else None


def main():
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    count = failures = 0
    for conversation in sorted(glob.glob("*.conversation")):
        name = conversation.split("-")[0]
        if not decoder_of(name) or (sys.argv[1:] and name not in sys.argv[1:]):
            continue
        faults = list(decoder_of(name)(name, conversation))
        count += 1
        failures += bool(faults)
        for fault in faults:
            print(f"{conversation}: {fault}")
    print(f"{count} conversations, {failures} that are decoded otherwise")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
