using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Clients of OpenSSL and GnuTLS ask an nginx that asks another one: whether all of them speak TLS or none, the paths are the same.</summary>
public class TlsClientTests
{
    private const int Requests = 32;
    private const int Proxy = 8443;

    [Theory]
    [InlineData("curl", "curl -s -k")]
    [InlineData("wget", "wget -q -O - --no-check-certificate")]
    [InlineData("python3.11", "python3 fetch.py client")]
    [InlineData("python3.11", "python3 fetch.py asyncio")]
    public void Paths_are_the_same_with_tls_as_without(string program, string client)
    {
        string[] clear = Paths(client, "http"), encrypted = Paths(client, "https");
        Assert.Equal(clear, encrypted);
        Assert.Equal(Requests, encrypted.Length);
        Assert.All(encrypted, (path, number) => Assert.StartsWith($"r{number:D4} {program}: nginx 0 GET 200 r{number:D4}, nginx 1 GET 200 r{number:D4}: ", path, StringComparison.Ordinal));
    }

    private static string[] Paths(string client, string scheme)
    {
        Require.Root();
        using var folder = new Folder();
        using var lan = new Lan();
        var tracing = new Tracing(folder, lan.B);
        using var collector = new Collector(lan.B, folder.At("log.raw"), tracing.SecretFile);
        using (var nginx = Serve(folder, lan.A, tracing, scheme))
        {
            Load(lan.A, tracing, client, scheme);
            nginx.Signal("TERM");
            nginx.WaitForEnd();
        }

        lan.WaitForEmptySpools();
        collector.Interrupt();
        return [.. AnalyzedRun.Of(collector.RawLog).Paths.Select(Describe).Order(StringComparer.Ordinal)];
    }

    private static Daemon Serve(Folder folder, Machine machine, Tracing tracing, string scheme)
    {
        _ = new Certificate(folder, "IP:127.0.0.1");
        string template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content/proxy.conf"));
        string configuration = folder.Write("proxy.conf", template.Replace("@root@", folder.Path).Replace("@scheme@", scheme).Replace("@ssl@", scheme == "https" ? "ssl" : ""));
        var nginx = new Daemon(machine, [.. tracing.OnA, Require.Program("nginx"), "-e", folder.At("error.log"), "-c", configuration]);
        Wait.Until(() => nginx.Ended || machine.Run("ss", "-Hltn", $"sport = :{Proxy}").Output.Length > 0, "nginx does not listen");
        return nginx;
    }

    private static void Load(Machine machine, Tracing tracing, string client, string scheme)
    {
        string[] words = client.Split(' ');
        string program = words[0] == "python3" ? "/usr/bin/python3" : Require.Program(words[0]);
        string arguments = string.Join(' ', words.Skip(1)).Replace("fetch.py", Path.Combine(AppContext.BaseDirectory, "Content/fetch.py"));
        string target = words[0] == "python3" ? $"{scheme} {Proxy} /item?tag=r{{}}" : $"{scheme}://127.0.0.1:{Proxy}/item?tag=r{{}}";
        string tags = string.Join("\\n", Enumerable.Range(0, Requests).Select(number => $"{number:D4}"));
        string line = $"printf '{tags}\\n' | xargs -P {Requests} -I{{}} {string.Join(' ', tracing.OnA)} {program} {arguments} '{target}'";
        var answers = machine.Run("sh", "-c", line.Replace("'" + target + "'", string.Join(' ', target.Split(' ').Select(word => $"'{word}'")))).Succeeded();
        string[] expected = [.. Enumerable.Range(0, Requests).Select(number => $"r{number:D4}")];
        Assert.Equal(expected, answers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static string Describe(TracedPath path)
    {
        var spans = path.Spans.Select(span => $"{span.Program} {span.Depth} {span.Operation} {span.Status} {path.Tagged.FirstOrDefault(pair => pair.Span == span).Tag}");
        return $"{(path.Tagged is [var first, ..] ? first.Tag : "untagged")} {path.Request.Client}: {string.Join(", ", spans)}: {path.Request.Certainty}";
    }
}
