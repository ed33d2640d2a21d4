# A server of WebSockets that echoes, and a client that checks it.   websocket.py server PORT | client URL SOCKETS AT_ONCE
import asyncio
import signal
import sys

import websockets


async def echo(socket):
    async for message in socket:
        await socket.send('echo of ' + message)


async def server(port):
    ended = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set_result, None)
    async with websockets.serve(echo, '0.0.0.0', int(port)):
        await ended


async def client(url, sockets, at_once):
    slots = asyncio.Semaphore(int(at_once))

    async def talk(number):
        async with slots, websockets.connect(f'{url}?tag=r{number:04}') as socket:
            good = True
            for turn in range(5):
                await socket.send(f'{number} {turn}')
                good &= await socket.recv() == f'echo of {number} {turn}'
            return good

    print(sum(await asyncio.gather(*(talk(number) for number in range(int(sockets))))), 'good')


asyncio.run({'server': server, 'client': client}[sys.argv[1]](*sys.argv[2:]))
