using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Clients of OpenSSL and GnuTLS ask an nginx, in clear and through TLS, 32 at a time: each has the one path that is its own, either way.</summary>
public class TlsClientTests
{
    private const int Requests = 32;
    private const int Clear = 8080;
    private const int Encrypted = 8443;

    // How each asks for @scheme@, @port@ and @target@; and what its program is called.
    private static readonly (string Program, string Command)[] Clients =
    [
        ("curl", "curl -s -k @scheme@://127.0.0.1:@port@@target@"),
        ("wget", "wget -q -O - --no-check-certificate @scheme@://127.0.0.1:@port@@target@"),
        ("python3.11", "/usr/bin/python3 @content@/fetch.py client @scheme@ @port@ @target@"),
        ("python3.11", "/usr/bin/python3 @content@/fetch.py asyncio @scheme@ @port@ @target@"),
    ];

    [Fact]
    public void Paths_are_the_same_with_tls_as_without()
    {
        Require.Root();
        using var folder = new Folder();
        using var lan = new Lan();
        var tracing = new Tracing(folder, lan.B);
        using var collector = new Collector(lan.B, folder.At("log.raw"), tracing.SecretFile);
        using (var nginx = Serve(folder, lan.A, tracing))
        {
            for (int client = 0; client < Clients.Length; client++)
            {
                Load(lan.A, tracing, Clients[client].Command, "http", Clear, Tags(client, encrypted: false));
                Load(lan.A, tracing, Clients[client].Command, "https", Encrypted, Tags(client, encrypted: true));
            }

            nginx.Signal("TERM");
            nginx.WaitForEnd();
        }

        lan.WaitForEmptySpools();
        collector.Interrupt();
        string[] expected = [.. Enumerable.Range(0, Clients.Length).SelectMany(client =>
            Tags(client, encrypted: false).Concat(Tags(client, encrypted: true)).Select(tag => $"{tag} {Clients[client].Program}: nginx GET 200 {tag}: Proven"))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), AnalyzedRun.Of(collector.RawLog).Paths.Select(Describe).Order(StringComparer.Ordinal));
    }

    private static string[] Tags(int client, bool encrypted) => [.. Enumerable.Range(0, Requests).Select(number => $"r{client}{(encrypted ? 1 : 0)}{number:D2}")];

    private static Daemon Serve(Folder folder, Machine machine, Tracing tracing)
    {
        _ = new Certificate(folder, "IP:127.0.0.1");
        string template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content/pages.conf"));
        string configuration = folder.Write("pages.conf", template.Replace("@root@", folder.Path));
        var nginx = new Daemon(machine, [.. tracing.OnA, Require.Program("nginx"), "-e", folder.At("error.log"), "-c", configuration]);
        Wait.Until(() => nginx.Ended || machine.Run("ss", "-Hltn", $"sport = :{Encrypted}").Output.Length > 0, "nginx does not listen");
        return nginx;
    }

    private static void Load(Machine machine, Tracing tracing, string client, string scheme, int port, string[] tags)
    {
        Require.Program(client.Split(' ')[0]);
        string command = client.Replace("@scheme@", scheme).Replace("@port@", $"{port}").Replace("@target@", "'/item?tag={}'")
            .Replace("@content@", Path.Combine(AppContext.BaseDirectory, "Content"));
        string line = $"printf '%s\\n' {string.Join(' ', tags)} | xargs -P {Requests} -I{{}} {string.Join(' ', tracing.OnA)} {command}";
        var answers = machine.Run("sh", "-c", line).Succeeded();
        Assert.Equal(tags, answers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static string Describe(TracedPath path)
    {
        var spans = path.Spans.Select(span => $"{span.Program} {span.Operation} {span.Status} {path.Tagged.FirstOrDefault(pair => pair.Span == span).Tag}");
        return $"{(path.Tagged is [var first, ..] ? first.Tag : "untagged")} {path.Request.Client}: {string.Join(", ", spans)}: {path.Request.Certainty}";
    }
}
