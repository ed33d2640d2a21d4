using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Ruby's puma as a cluster of threaded workers, with a phased restart of all of them.</summary>
public class PumaTests
{
    [Fact]
    public void Puma_serves_and_restarts_alike()
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(1, stage => traffic = Play(stage));
        recorded.OfLinked(Require.Program("/usr/bin/ruby")).Processes(5).Threads(20).MovedExactly(ChannelKind.Tcp, traffic.Received, traffic.Sent).Made(4, "fork")
            .Made(10, "accept4").Made(100, "epoll_wait", "poll", "ppoll", "select").Framed(2L * Load.Of(800));
        recorded.Of("sort").Processes(10);
    }

    private static Traffic Play(Stage stage)
    {
        stage.Write("puma.rb", $"""
            workers 2
            threads 3, 3
            bind 'tcp://127.0.0.1:{stage.Port()}'
            environment 'production'
            log_requests false
            worker_check_interval 1
            """);
        var server = stage.Start("puma", null, Require.Program("puma"), "-C", stage.At("puma.rb"), stage.At("config.ru")).Listens(stage.Port());
        server.Until(() => Booted(server) == 2, "does not boot");
        var traffic = Ask(stage, 500);
        server.Signal(Server.User1);
        server.Until(() => Booted(server) == 4, "does not restart");
        traffic += Ask(stage, 300);
        server.Stop();
        stage.NoteLog("puma.log");
        return traffic;
    }

    private static int Booted(Server server) => server.Said.Split("booted in").Length - 1;

    private static Traffic Ask(Stage stage, int requests) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Connections = 6,
        PerConnection = 20,
        Targets = ["GET /text", "GET /big", "POST /echo some body", $"POST /echo {new string('x', 50_000)}", "HEAD /text", "GET /missing", "GET /sort", "GET /chunks", "GET /error"],
    }.Run(stage, stage.Port());
}
