# A gRPC service and its client, whose messages are plain text.   grpc_calls.py service PORT | client HOST PORT CALLS
import concurrent.futures
import signal
import sys
import threading

import grpc


class Items(grpc.GenericRpcHandler):
    def service(self, call):
        finds = call.method.endswith('Find')

        def answer(question, context):
            if finds:
                context.set_code(grpc.StatusCode.NOT_FOUND)
                return b''
            return b'answer to ' + question

        return grpc.unary_unary_rpc_method_handler(answer)


def service(port):
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8), handlers=[Items()])
    server.add_insecure_port('0.0.0.0:' + port)
    server.start()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()
    server.stop(1).wait()


# All calls at once, on two connections.
def client(host, port, calls):
    channels = [grpc.insecure_channel(f'{host}:{port}', [('grpc.use_local_subchannel_pool', 1)]) for _ in range(2)]
    pending = []
    for number in range(int(calls)):
        note = f'tag=r{number:04}'
        method = channels[number % 2].unary_unary('/shop.Items/' + ('Get' if number % 3 else 'Find'))
        pending.append((number, note, method.future(note.encode(), metadata=[('x-note', note), ('authorization', 'Bearer secret')])))
    good = 0
    for number, note, call in pending:
        expected = grpc.StatusCode.OK if number % 3 else grpc.StatusCode.NOT_FOUND
        good += call.code() == expected and (number % 3 == 0 or call.result() == b'answer to ' + note.encode())
    print(good, 'good')


{'service': service, 'client': client}[sys.argv[1]](*sys.argv[2:])
