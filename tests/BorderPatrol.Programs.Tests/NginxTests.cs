using System.Globalization;
using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>nginx: workers, keep-alive, sendfile, pipelining; reload and upgrade of the binary without a lost answer.</summary>
public class NginxTests
{
    [Fact]
    public void Nginx_serves_reloads_and_is_replaced_alike()
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(1, stage => traffic = Play(stage));
        recorded.Of("nginx").Processes(11).MovedExactly(ChannelKind.Tcp, traffic.Received, traffic.Sent)
            .Made(Load.Of(100), "sendfile").Made(Load.Of(1000), "writev").Made(10, "accept4").Made(100, "epoll_wait").Framed(2L * Load.Of(2200));
    }

    private static Traffic Play(Stage stage)
    {
        stage.Write("html/index.html", "<p>small</p>\n");
        stage.Write("html/big.txt", string.Concat(Enumerable.Repeat("0123456789abcdef\n", 10_000)));
        string configuration = stage.Write("nginx.conf", Configuration(stage, "first"));
        var server = stage.Start("nginx", null, Require.Program("nginx"), "-p", stage.Folder, "-e", stage.At("error.log"), "-c", configuration)
            .GoesOnAs("nginx.pid").Listens(stage.Port());

        var traffic = Ask(stage, 1000, depth: 1) + Ask(stage, 600, depth: 8);

        stage.Write("nginx.conf", Configuration(stage, "second"));
        server.Renew(Server.Hangup);
        traffic += Ask(stage, 300, depth: 1);

        server.Signal(Server.User2);
        server.Makes("nginx.pid.oldbin").Until(() => NewMaster(stage) is { } id && id != server.ProcessId, "does not start the new binary");
        server.Signal(Server.Quit);
        Wait.Until(() => !File.Exists(stage.At("nginx.pid.oldbin")), "the old binary does not leave");
        traffic += Ask(stage, 300, depth: 1);

        Server.Signal(NewMaster(stage)!.Value, Server.Quit);
        server.WaitForEnd();
        stage.NoteLog("error.log");
        stage.NoteLog("nginx.log");
        stage.NoteSorted(File.ReadLines(stage.At("access.log")));
        stage.NoteFiles("temp");
        return traffic;
    }

    private static Traffic Ask(Stage stage, int requests, int depth) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Depth = depth,
        Targets = ["GET /", "GET /big.txt", "HEAD /big.txt", "GET /missing", "GET /which", "POST /which a body", "GET /index.html?x=1"],
    }.Run(stage, stage.Port());

    private static int? NewMaster(Stage stage) =>
        int.TryParse(stage.Read("nginx.pid"), CultureInfo.InvariantCulture, out int id) ? id : null;

    private static string Configuration(Stage stage, string which) => $$"""
        worker_processes 3;
        pid {{stage.At("nginx.pid")}};
        error_log {{stage.At("error.log")}} notice;
        events { worker_connections 128; }
        http {
            log_format plain "$request $status $body_bytes_sent";
            access_log {{stage.At("access.log")}} plain;
            client_body_temp_path {{stage.At("temp")}};
            proxy_temp_path {{stage.At("temp/proxy")}};
            fastcgi_temp_path {{stage.At("temp/fastcgi")}};
            uwsgi_temp_path {{stage.At("temp/uwsgi")}};
            scgi_temp_path {{stage.At("temp/scgi")}};
            default_type text/plain;
            sendfile on;
            keepalive_requests 100000;
            server {
                listen 127.0.0.1:{{stage.Port()}};
                root {{stage.At("html")}};
                location = /which { return 200 "{{which}}\n"; }
            }
        }
        """;
}
