using System.Net.Sockets;
using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged requests on many streams of few connections: to nginx and what is behind it, in HTTP/1.1 and gRPC.</summary>
public class Http2Tests
{
    private const int Requests = 96;
    private const int Streams = 32;

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Content/http2.js");

    [Fact]
    public void Each_request_that_nginx_passes_on_in_HTTP_1_is_one_path() => Run(
        (folder, lan, tracing) =>
        {
            string[] lists = [.. Enumerable.Range(0, 2).Select(half => List(folder, half, half * Requests / 2, Requests / 2, 1, number => $"http://{lan.A.Address}:8080/item/{number}?tag=r{number:D4}&token=secret"))];
            using var backend = Node(lan.A, tracing, "backend", 9001);
            using var nginx = Nginx(folder, lan.A, tracing, "proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection \"\";", 9001);
            string load = $"{Require.Program("h2load")} -n {Requests / 2} -c 1 -m {Streams} -i";
            string told = lan.C.Run("sh", "-c", $"{load} {lists[0]} & {load} {lists[1]}; wait").Succeeded().Output;
            Assert.Equal(2, told.Split($"{Requests / 2} succeeded").Length - 1);
            End(nginx, backend);
        },
        number => $"r{number:D4} GET /item/{{n}}: nginx 0 http2 200, node 1 http 200");

    [Fact]
    public void Each_call_that_nginx_passes_on_in_gRPC_is_one_path() => Run(
        (folder, lan, tracing) =>
        {
            using var service = Node(lan.A, tracing, "service", 9002);
            using var nginx = Nginx(folder, lan.A, tracing, "grpc_pass grpc://backend;", 9002);
            string told = lan.A.Run([.. tracing.OnA, Require.Program("node"), Script, "client", $"{lan.A.Address}", "8080", $"{Requests}"]).Succeeded().Output;
            Assert.Contains($"{Requests} good", told, StringComparison.Ordinal);
            End(nginx, service);
        },
        number =>
        {
            string status = number % 3 == 0 ? "NOT_FOUND" : "OK", method = number % 3 == 0 ? "Find" : "Get";
            return $"r{number:D4} POST /shop.Items/{method}: nginx 0 http2 {status}, node 1 http2 {status}";
        });

    // A file of URLs, some on each line.
    private static string List(Folder folder, int name, int first, int count, int together, Func<int, string> url) =>
        folder.Write($"urls{name}", string.Concat(Enumerable.Range(first, count).Select(url).Chunk(together).Select(line => string.Join(' ', line) + "\n")));

    private static void Run(Action<Folder, Lan, Tracing> load, Func<int, string> expected)
    {
        Require.Root();
        using var folder = new Folder();
        using var lan = new Lan();
        var tracing = new Tracing(folder, lan.B);
        using var collector = new Collector(lan.B, folder.At("log.raw"), tracing.SecretFile);
        load(folder, lan, tracing);
        lan.WaitForEmptySpools();
        collector.Interrupt();
        var run = AnalyzedRun.Of(collector.RawLog);
        Assert.Equal((0, 0), (run.Facts!.Lost, run.Facts.Damaged));
        var paths = run.Paths.Where(path => path.Tagged.Count > 0).ToArray();
        // nginx opens a connection for a request and writes to it later: no identity says for whom, so that such edges are marked.
        Assert.Equal(Enumerable.Range(0, Requests).Select(expected), paths.Select(Describe).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(paths.SelectMany(path => path.Spans), span => span.Text.Contains("secret", StringComparison.Ordinal));
    }

    // Spans of the client, which is traced in one of the tests, ask only.
    private static string Describe(TracedPath path) =>
        $"{path.Tagged[0].Tag} {path.Request.Operation} {path.Request.Route}: " +
        string.Join(", ", path.Tagged.Select(tagged => tagged.Span).Select(span => $"{span.Service} {span.Depth} {span.Protocol} {span.Status}"));

    private static Daemon Node(Machine machine, Tracing tracing, string role, int port)
    {
        var node = new Daemon(machine, [.. tracing.OnA, "LIBBTRACE_REDACT_KEYS=token", Require.Program("node"), Script, role, $"{port}"]);
        return Listening(machine, node, "127.0.0.1", port);
    }

    private static Daemon Nginx(Folder folder, Machine machine, Tracing tracing, string pass, int port)
    {
        folder.Subfolder("nginx");
        string configuration = folder.Write("nginx.conf", $$"""
            daemon off; user root; worker_processes 2; pid {{folder.At("nginx/pid")}}; error_log {{folder.At("nginx/error.log")}};
            events { worker_connections 512; }
            http {
                access_log off;
                client_body_temp_path {{folder.At("nginx/body")}}; proxy_temp_path {{folder.At("nginx/proxy")}}; fastcgi_temp_path {{folder.At("nginx/fastcgi")}};
                uwsgi_temp_path {{folder.At("nginx/uwsgi")}}; scgi_temp_path {{folder.At("nginx/scgi")}};
                upstream backend { server 127.0.0.1:{{port}}; keepalive 16; }
                server { listen 8080 http2; location / { {{pass}} } }
            }
            """);
        var nginx = new Daemon(machine, [.. tracing.OnA, "LIBBTRACE_ISOLATION=full", "LIBBTRACE_REDACT_KEYS=token", Require.Program("nginx"), "-c", configuration]);
        return Listening(machine, nginx, $"{machine.Address}", 8080);
    }

    private static void End(params Daemon[] daemons)
    {
        foreach (var daemon in daemons)
        {
            daemon.Signal("TERM");
            daemon.WaitForEnd();
        }
    }

    private static Daemon Listening(Machine machine, Daemon daemon, string address, int port)
    {
        Wait.Until(() => daemon.Ended || Answers(machine, address, port), $"nothing listens on port {port}");
        if (daemon.Ended) daemon.WaitForEnd().Succeeded();
        return daemon;
    }

    private static bool Answers(Machine machine, string address, int port)
    {
        using var socket = machine.OpenSocket();
        try
        {
            socket.Connect(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
