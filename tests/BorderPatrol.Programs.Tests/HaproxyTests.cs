using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>HAProxy, master and threaded worker, in front of two servers: splicing, and a reload between requests.</summary>
public class HaproxyTests
{
    [Fact]
    public void Haproxy_passes_on_and_reloads_alike()
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(3, stage => traffic = Play(stage));
        recorded.Of("haproxy").Processes(3).Threads(6).Moved(ChannelKind.Tcp, traffic.Received, traffic.Sent).Made(Load.Of(50), "splice").Made(5, "accept4")
            .Made(100, "epoll_wait").Made(1, "execve", "execvp").Framed(Load.Of(700));
        recorded.Of("lighttpd").Processes(2).Moved(ChannelKind.Tcp, traffic.Received / 2, traffic.Sent / 2).Framed(Load.Of(700));
    }

    private static Traffic Play(Stage stage)
    {
        stage.Write("html/index.html", "<p>small</p>\n");
        stage.Write("html/big.txt", string.Concat(Enumerable.Repeat("0123456789abcdef\n", 20_000)));
        Server[] behind = [StartWeb(stage, 1), StartWeb(stage, 2)];
        string configuration = stage.Write("haproxy.cfg", $"""
            global
                nbthread 3
                stats timeout 1s
            defaults
                mode http
                timeout connect 10s
                timeout client 30s
                timeout server 30s
                option splice-request
                option splice-response
            frontend front
                bind 127.0.0.1:{stage.Port()}
                default_backend web
            backend web
                balance roundrobin
                http-reuse always
                server one 127.0.0.1:{stage.Port(1)}
                server two 127.0.0.1:{stage.Port(2)}

            """);
        var server = stage.Start("haproxy", null, Require.Program("haproxy"), "-W", "-f", configuration).Says("Loading success").Listens(stage.Port());
        var traffic = Ask(stage, 400, depth: 1);
        server.Renew(Server.User2);
        server.Listens(stage.Port());
        traffic += Ask(stage, 300, depth: 4);
        server.Stop(Server.User1);
        foreach (var web in behind) web.Stop(Server.Interrupt);
        stage.NoteLog("haproxy.log");
        return traffic;
    }

    private static Server StartWeb(Stage stage, int number)
    {
        string configuration = stage.Write($"web{number}.conf", $"""
            server.document-root = "{stage.At("html")}"
            server.bind = "127.0.0.1"
            server.port = {stage.Port(number)}
            server.max-keep-alive-requests = 100000
            server.errorlog = "{stage.At($"web{number}-error.log")}"
            index-file.names = ("index.html")
            etag.use-inode = "disable"
            """);
        return stage.Start($"web{number}", null, Require.Program("lighttpd"), "-D", "-f", configuration).Listens(stage.Port(number));
    }

    private static Traffic Ask(Stage stage, int requests, int depth) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Depth = depth,
        Targets = ["GET /", "GET /big.txt", "HEAD /big.txt", "GET /missing", "GET /index.html", "POST / some body"],
    }.Run(stage, stage.Port());
}
