#!/usr/bin/python3
# fetch.py client|asyncio http|https PORT TARGET: prints what a local server answers.
import asyncio
import http.client
import ssl
import sys

how, scheme, port, target = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
anybody = ssl._create_unverified_context() if scheme == "https" else None


async def by_loop():
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=anybody)
    writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer.partition(b"\r\n\r\n")[2]


def by_client():
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=anybody) if anybody else http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", target)
    return connection.getresponse().read()


sys.stdout.write((asyncio.run(by_loop()) if how == "asyncio" else by_client()).decode())
