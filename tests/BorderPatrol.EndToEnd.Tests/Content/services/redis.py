"""Redis by redis-py and redis-cli."""
from services.common import HOST, connection, program


class Redis:
    def library(self, tag):
        import redis
        pipeline = connection(lambda: redis.Redis(HOST, single_connection_client=True)).pipeline(transaction=False)
        pipeline.set(tag + ":a", "value")
        pipeline.get(tag + ":a")
        pipeline.incr(tag + ":n")
        pipeline.lrange(tag + ":none", 0, -1)
        assert pipeline.execute()[1:] == [b"value", 1, []]

    def program(self, tag):
        program("redis-cli", "-h", HOST, "set", tag + ":b", "value")
        program("redis-cli", "-3", "-h", HOST, "get", tag + ":b")
