using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Redis: pipelines, pub/sub, a forked snapshot, the append-only file through a kill, and a replica.</summary>
public class RedisTests
{
    private const int Clients = 6;

    [Fact]
    public void Redis_answers_saves_and_replicates_alike()
    {
        long received = 0;
        var recorded = Comparison.Play(2, stage => received = Play(stage));
        recorded.OfLinked(Require.Program("redis-server")).Processes(6).Threads(8).Moved(ChannelKind.Tcp, received, 10_000).Moved(ChannelKind.File, 10_000, 1_000)
            .Made(3, "fork").Made(Clients, "accept4", "accept").Made(100, "epoll_wait").Made(1, "fdatasync", "fsync");
        recorded.Of("redis-cli").Processes(10).Moved(ChannelKind.Tcp, 1_000, 500);
        recorded.Of("redis-benchmark").Moved(ChannelKind.Tcp, Load.Of(2000) * 10L, Load.Of(2000) * 4L);
    }

    private static long Play(Stage stage)
    {
        var server = Start(stage, "redis", 0);
        long received = Conversation.HoldAll(stage, stage.Port(), Enumerable.Range(0, Clients).Select(Commands));
        string[] benchmark = [Require.Program("redis-benchmark"), "-p", $"{stage.Port()}", "-q", "-n", $"{Load.Of(2000)}", "-c", "20", "-P", "8", "-t", "incr,lpush,set,get"];
        stage.Succeed(benchmark);
        Ask(stage, 0, "LLEN", "mylist");

        var replica = Start(stage, "replica", 1, "--replicaof", "127.0.0.1", $"{stage.Port()}");
        Wait.Until(() => Info(stage, 1, "master_link_status") == "up", "the replica does not follow");
        Publish(stage);
        Ask(stage, 0, "WAIT", "1", "10000");
        Ask(stage, 1, "DEBUG", "DIGEST");

        Ask(stage, 0, "BGSAVE");
        Wait.Until(() => Info(stage, 0, "rdb_bgsave_in_progress") == "0", "the snapshot does not end");
        Ask(stage, 0, "BGREWRITEAOF");
        Wait.Until(() => Info(stage, 0, "aof_rewrite_in_progress") == "0" && Info(stage, 0, "aof_rewrite_scheduled") == "0", "the rewriting does not end");
        Ask(stage, 0, "SET", "after", "rewriting");
        replica.Stop();
        server.Stop(Server.Kill);

        server = Start(stage, "redis", 0);
        Ask(stage, 0, "DEBUG", "DIGEST");
        server.Stop();
        stage.NoteFiles("redis");
        return received;
    }

    private static Server Start(Stage stage, string name, int port, params string[] options)
    {
        stage.MakeFolder(name);
        string[] command = [Require.Program("redis-server"), "--port", $"{stage.Port(port)}", "--bind", "127.0.0.1", "--dir", stage.At(name), "--appendonly", "yes",
            "--appendfsync", "everysec", "--save", "", "--enable-debug-command", "yes", "--repl-diskless-sync-delay", "0", "--io-threads", "2", .. options];
        return stage.Start(name, null, command).Listens(stage.Port(port)).Until(() => Info(stage, port, "loading") == "0", "does not load");
    }

    private static void Publish(Stage stage)
    {
        var subscriber = stage.Start("subscriber", null, Require.Program("redis-cli"), "-p", $"{stage.Port(1)}", "SUBSCRIBE", "news").Says("subscribe");
        for (int number = 0; number < 20; number++) Ask(stage, 0, "PUBLISH", "news", $"number {number}");
        subscriber.Says("number 19").Stop();
        stage.NoteLog("subscriber.log");
    }

    // Text, numbers, sorted sets, scripts, transactions and values beyond one packet, in one pipeline.
    private static string Commands(int client) => string.Concat(Enumerable.Range(0, Load.Of(300)).Select(number => string.Join("\r\n",
        $"SET k{client}:{number % 50} {new string('v', number * 7 % 5000)}", $"GET k{client}:{number % 50}", $"INCRBY n{client} {number}",
        $"ZADD z{client} {number} m{number % 30}", $"ZRANGE z{client} 0 -1 WITHSCORES", "MULTI", $"HSET h{client} f{number % 20} {number}", $"HLEN h{client}", "EXEC",
        $"EVAL \"return redis.call('GET', KEYS[1])\" 1 n{client}", "NONSENSE", "")))
        + "QUIT\r\n";

    private static void Ask(Stage stage, int port, params string[] words) => stage.Run([Require.Program("redis-cli"), "-p", $"{stage.Port(port)}", .. words]);

    private static string Info(Stage stage, int port, string field) => stage
        .Prepare(Require.Program("redis-cli"), "-p", $"{stage.Port(port)}", "INFO").Output.Split('\n')
        .Single(line => line.StartsWith($"{field}:", StringComparison.Ordinal)).Split(':')[1].Trim();
}
