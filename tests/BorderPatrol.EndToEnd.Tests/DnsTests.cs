using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged names asked of dnsmasq, which asks BIND, many at a time: by dig, each a process of its own, and by a program that asks over one socket.</summary>
public class DnsTests
{
    private const int Names = 96;
    private const int AtOnce = 32;
    private static readonly string Zone = string.Join('\n', "$TTL 300", "@ IN SOA ns hostmaster 1 3600 600 86400 300", "@ IN NS ns", "ns IN A 192.0.2.1", "* IN A 192.0.2.7", "");

    [Theory]
    [InlineData("dig", "udp")]
    [InlineData("dig", "tcp")]
    [InlineData("python3.11", "udp")]
    [InlineData("python3.11", "tcp")]
    public void Every_name_has_one_path_with_the_question_and_the_question_behind_it(string client, string transport)
    {
        Require.Root();
        using var folder = new Folder();
        using var lan = new Lan();
        var tracing = new Tracing(folder, lan.B);
        using var collector = new Collector(lan.B, folder.At("log.raw"), tracing.SecretFile);
        using (var named = Bind(folder, lan.A, tracing))
        using (var dnsmasq = Dnsmasq(lan.A, tracing))
        {
            Wait.Until(() => Answers(lan.A), "dnsmasq does not answer");
            string[] answered = Ask(lan.A, tracing, client, transport).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Names, answered.Length);
            dnsmasq.Signal("TERM");
            dnsmasq.WaitForEnd();
            named.Signal("TERM");
            named.WaitForEnd();
        }

        lan.WaitForEmptySpools();
        collector.Interrupt();
        var run = AnalyzedRun.Of(collector.RawLog);
        string[] expected = [.. Enumerable.Range(0, Names).Select(number => $"r{number:D4} {client} Proven, dnsmasq 0 A NOERROR, named 1 A NOERROR")];
        Assert.Equal(expected, run.Paths.Where(path => path.Tagged.Count > 0).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal(0, run.Facts!.Lost);
    }

    private static Daemon Bind(Folder folder, Machine machine, Tracing tracing)
    {
        string zone = folder.Write("zone", Zone);
        string configuration = folder.Write("named.conf", $$"""
            options {
                directory "{{folder.Path}}"; listen-on { {{machine.Address}}; }; listen-on-v6 { none; };
                pid-file none; session-keyfile none; recursion no; dnssec-validation no;
            };
            controls { };
            zone "example.test" { type primary; file "{{zone}}"; };
            """);
        return new Daemon(machine, [.. tracing.OnA, Require.Program("named"), "-g", "-n", "2", "-c", configuration]);
    }

    private static Daemon Dnsmasq(Machine machine, Tracing tracing) => new(
        machine,
        [
            .. tracing.OnA, Require.Program("dnsmasq"), "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--pid-file=", "--no-resolv", "--no-hosts",
            "--listen-address=127.0.0.1", "--bind-interfaces", $"--server={machine.Address}", "--cache-size=0", "--dns-forward-max=1000",
        ]);

    private static bool Answers(Machine machine) =>
        machine.Run(Require.Program("dig"), "+short", "+tries=1", "+time=1", "@127.0.0.1", "ready.example.test").Output.Contains("192.0.2.7", StringComparison.Ordinal);

    private static CommandResult Ask(Machine machine, Tracing tracing, string client, string transport)
    {
        if (client != "dig")
            return machine.Run([.. tracing.OnA, "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Content/dns.py"), transport, $"{Names}"]);
        string way = transport == "tcp" ? "+tcp" : "+notcp";
        string dig = $"{string.Join(' ', tracing.OnA)} {Require.Program("dig")} +short +tries=1 +time=20 {way} @127.0.0.1 tag=r{{}}.example.test";
        return machine.Run("sh", "-c", $"seq -f %04g 0 {Names - 1} | xargs -P {AtOnce} -I{{}} {dig}");
    }

    private static string Describe(TracedPath path)
    {
        var spans = path.Spans.Select(span => $"{span.Service} {span.Depth} {span.Operation} {span.Status}");
        return $"{path.Tagged[0].Tag} {path.Request.Client} {path.Request.Certainty}, {string.Join(", ", spans)}";
    }
}
