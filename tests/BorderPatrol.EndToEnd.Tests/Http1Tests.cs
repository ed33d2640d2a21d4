using System.Globalization;
using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged requests of HTTP/1.1 in all forms that bodies have, pipelined too, through nginx and Apache to what is behind them.</summary>
public class Http1Tests
{
    private const int Requests = 96;
    private const int AtOnce = 32;
    private const int Backend = 9001;

    private static readonly string Content = Path.Combine(AppContext.BaseDirectory, "Content");

    // What curl is told beside the URL, and the operation that it makes. An upload of more than 1 KiB waits for 100.
    private static readonly (string Arguments, string Operation, string Path)[] Forms =
    [
        ("-I", "HEAD", "/item"),
        ("", "GET", "/stream"),
        ("-H Expect:100-continue --data-binary @{file}", "POST", "/stream"),
        ("-T {file} -H Transfer-Encoding:chunked", "PUT", "/item"),
        ("-I", "HEAD", "/stream"),
        ("-d x=1", "POST", "/item"),
    ];

    [Theory]
    [InlineData("nginx", "curl")]
    [InlineData("nginx", "python")]
    [InlineData("apache2", "curl")]
    [InlineData("apache2", "python")]
    public void Each_request_is_one_path_whatever_its_body_looks_like(string server, string client)
    {
        using var site = new Site();
        Serve(site, server);
        string file = site.Folder.Write("upload", new string('u', 3000));
        string[] forms = [.. Enumerable.Range(0, Requests).Select(number =>
            $"r{number:D4} {Forms[number % Forms.Length].Operation} {Url(site, number)} {Forms[number % Forms.Length].Arguments.Replace("{file}", file, StringComparison.Ordinal)}")];
        string[] answers = client == "curl" ? AskEach(site, forms) : AskPython(site, "bodies", forms);
        Assert.Equal(Enumerable.Range(0, Requests).Select(number => $"r{number:D4} 200"), answers.Order(StringComparer.Ordinal));
        Check(site, server, number => (Forms[number % Forms.Length].Operation, Forms[number % Forms.Length].Path));
    }

    [Theory]
    [InlineData("nginx", "h2load")]
    [InlineData("nginx", "python")]
    [InlineData("apache2", "h2load")]
    [InlineData("apache2", "python")]
    public void Each_of_many_requests_that_do_not_wait_for_answers_is_one_path(string server, string client)
    {
        using var site = new Site();
        Serve(site, server);
        if (client == "python")
        {
            string[] forms = [.. Enumerable.Range(0, Requests).Select(number => $"r{number:D4} GET {Url(site, number)}")];
            Assert.Equal(Enumerable.Range(0, Requests).Select(number => $"r{number:D4} 200"), AskPython(site, "pipeline", forms).Order(StringComparer.Ordinal));
        }
        else
        {
            // Each of its connections begins its list anew.
            string load = $"{Require.Program("h2load")} --h1 -n {Requests / 4} -c 1 -m {AtOnce / 4} -i";
            var loads = Enumerable.Range(0, Requests).Select(number => Url(site, number)).Chunk(Requests / 4).Select(quarter => $"{load} {site.List(quarter)}");
            string told = site.C.Run("sh", "-c", $"{string.Join(" & ", loads)}; wait").Succeeded().Output;
            Assert.Equal(4, told.Split($"{Requests / 4} succeeded").Length - 1);
        }

        Check(site, server, number => ("GET", Forms[number % Forms.Length].Path));
    }

    private static string Url(Site site, int number) => $"http://{site.A.Address}:8080{Forms[number % Forms.Length].Path}?tag=r{number:D4}";

    private static void Serve(Site site, string server)
    {
        site.Serve(Backend, Require.Program("node"), Path.Combine(Content, "http2.js"), "backend", $"{Backend}");
        if (server == "nginx") Nginx.Serve(site, Backend, "proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_request_buffering off;");
        else Httpd.Serve(site, "proxy proxy_http", $"ProxyPass / http://127.0.0.1:{Backend}/");
    }

    private static string[] AskEach(Site site, string[] forms)
    {
        string list = site.List(forms.Select(form => string.Join(' ', form.Split(' ')[2..]).TrimEnd()));
        string told = site.C.Run("xargs", "-a", list, "-P", $"{AtOnce}", "-L", "1", Require.Program("curl"), "-s", "-o", "/dev/null", "-w", "%{url_effective} %{http_code}\\n").Succeeded().Output;
        return [.. told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf("tag=", StringComparison.Ordinal) + 4)..])];
    }

    private static string[] AskPython(Site site, string way, string[] forms) =>
        site.C.Run("/usr/bin/python3", Path.Combine(Content, "http1.py"), way, AtOnce.ToString(CultureInfo.InvariantCulture), site.List(forms)).Succeeded()
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void Check(Site site, string server, Func<int, (string Operation, string Path)> asked) => Assert.Equal(
        Enumerable.Range(0, Requests).Select(number => $"r{number:D4} {asked(number).Operation} {asked(number).Path} Proven: {server} 0 http 200, node 1 http 200"),
        site.End().Select(Describe).Order(StringComparer.Ordinal));

    private static string Describe(TracedPath path) =>
        $"{path.Tagged[0].Tag} {path.Request.Operation} {path.Request.Route} {path.Request.Certainty}{path.Request.Reasons}: " +
        string.Join(", ", path.Spans.Select(span => $"{span.Service} {span.Depth} {span.Protocol} {span.Status}"));
}
