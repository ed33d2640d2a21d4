import sys
import redis

port = int(sys.argv[1])
r = redis.Redis("127.0.0.1", port, single_connection_client=True)
p = r.pubsub()
p.subscribe("news", "sport")
p.psubscribe("w*")
said = 0
for message in p.listen():
    said += 1
    if said == 3:
        sender = redis.Redis("127.0.0.1", int(sys.argv[2]))
        for channel in ("news", "weather", "nothing"):
            sender.publish(channel, "hello " + channel)
    if said == 5:
        p.unsubscribe()
    if said == 7:
        p.punsubscribe()
    if said == 8:
        break
p.ping()
p.close()
