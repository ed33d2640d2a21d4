import sys
import redis

port = int(sys.argv[1])
r = redis.Redis("127.0.0.1", port, single_connection_client=True)
r.set("user:1", "Ada Lovelace", ex=60)
r.get("user:1")
r.get("user:missing")
pipe = r.pipeline(transaction=False)
for number in range(20):
    pipe.set(f"item:{number}", "x" * number)
    pipe.get(f"item:{number}")
pipe.execute()
with r.pipeline(transaction=True) as pipe:
    pipe.watch("user:1")
    pipe.multi()
    pipe.incr("counter")
    pipe.hset("h", mapping={"a": 1, "b": 2})
    pipe.hgetall("h")
    pipe.execute()
r.eval("return {1, {2, 'three', {false}}, redis.status_reply('FINE')}", 1, "user:1", "value")
r.xadd("stream", {"field": "value"})
r.xrange("stream")
r.set("big", "y" * 3000)
r.get("big")
r.mget("user:1", "item:3", "none")
try:
    r.lpush("user:1", "no list")
except redis.ResponseError as error:
    print(error)
