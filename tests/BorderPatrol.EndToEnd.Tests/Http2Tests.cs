using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged requests on many streams of few connections: to nginx and what is behind it, in HTTP/1.1 and gRPC, in clear and in TLS.</summary>
public class Http2Tests
{
    private const int Requests = 96;
    private const int Streams = 32;
    private const int Backend = 9001;
    private const string InHttp = "proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection \"\";";
    private const string InGrpc = "grpc_pass grpc://backend;";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Content/http2.js");
    private static readonly string Calls = Path.Combine(AppContext.BaseDirectory, "Content/grpc_calls.py");

    [Theory]
    [InlineData("http", "h2load")]
    [InlineData("https", "h2load")]
    [InlineData("https", "curl")]
    public void Each_request_that_nginx_passes_on_in_HTTP_1_is_one_path(string scheme, string client)
    {
        using var site = new Site();
        site.Serve(Backend, "LIBBTRACE_REDACT_KEYS=token", Require.Program("node"), Script, "backend", $"{Backend}");
        Nginx.Serve(site, Backend, InHttp, scheme == "https" ? "ssl http2" : "http2");
        string[] urls = [.. Enumerable.Range(0, Requests).Select(number => $"{scheme}://{site.A.Address}:{Nginx.Port}/item/{number}?tag=r{number:D4}&token=secret")];
        if (client == "curl") Transfer(site, urls);
        else Load(site, urls);
        Check(site.End(), number => $"r{number:D4} GET /item/{{n}}: nginx 0 http2 200, node 1 http 200");
    }

    [Theory]
    [InlineData("node")]
    [InlineData("python")]
    public void Each_call_that_nginx_passes_on_in_gRPC_is_one_path(string language)
    {
        bool node = language == "node";
        Require.That(node || Directory.Exists("/usr/lib/python3/dist-packages/grpc"), "python3-grpcio is not installed");
        string[] program = node ? [Require.Program("node"), Script] : ["/usr/bin/python3", Calls];
        using var site = new Site();
        site.Serve(Backend, [.. program, "service", $"{Backend}"]);
        Nginx.Serve(site, Backend, InGrpc, "http2");
        string told = site.A.Run([.. site.Tracing.OnA, .. program, "client", $"{site.A.Address}", $"{Nginx.Port}", $"{Requests}"]).Succeeded().Output;
        Assert.Contains($"{Requests} good", told, StringComparison.Ordinal);
        Check(site.End(), number =>
        {
            string status = number % 3 == 0 ? "NOT_FOUND" : "OK", method = number % 3 == 0 ? "Find" : "Get";
            return $"r{number:D4} POST /shop.Items/{method}: nginx 0 http2 {status}, {(node ? "node" : "python3.11")} 1 http2 {status}";
        });
    }

    // Two clients of a connection each.
    private static void Load(Site site, string[] urls)
    {
        string load = $"{Require.Program("h2load")} -n {Requests / 2} -c 1 -m {Streams} -i";
        var halves = urls.Chunk(Requests / 2).Select(half => $"{load} {site.List(half)}");
        string told = site.C.Run("sh", "-c", $"{string.Join(" & ", halves)}; wait").Succeeded().Output;
        Assert.Equal(2, told.Split($"{Requests / 2} succeeded").Length - 1);
    }

    // One client, which opens a connection and then has as many streams on it.
    private static void Transfer(Site site, string[] urls)
    {
        string list = site.List(urls.Select(url => $"url = \"{url}\"\noutput = /dev/null"));
        string told = site.C.Run(Require.Program("curl"), "-skZ", "--http2", "--parallel-max", $"{Streams}", "-w", "%{http_version} %{http_code}\\n", "-K", list).Succeeded().Output;
        Assert.Equal(Requests, told.Split("2 200\n").Length - 1);
    }

    // nginx opens a connection for a request and writes to it later: no identity says for whom, so that such edges are marked. So are those of requests that
    // it took from TLS all at once.
    private static void Check(TracedPath[] paths, Func<int, string> expected)
    {
        Assert.Equal(Enumerable.Range(0, Requests).Select(expected), paths.Select(Describe).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(paths.SelectMany(path => path.Spans), span => span.Text.Contains("secret", StringComparison.Ordinal));
    }

    // Spans of the client, which is traced in one of the tests, ask only.
    private static string Describe(TracedPath path) =>
        $"{path.Tagged[0].Tag} {path.Request.Operation} {path.Request.Route}: " +
        string.Join(", ", path.Tagged.Select(tagged => tagged.Span).Select(span => $"{span.Service} {span.Depth} {span.Protocol} {span.Status}"));
}
