using BorderPatrol.Programs.Tests.Dns;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Two BIND servers, one fed by the other, and dnsmasq in front, asked over UDP and TCP.</summary>
public class BindTests
{
    private const int Primary = 0, Secondary = 1, Front = 2, Names = 400, Clients = 4;

    [Fact]
    public void Name_servers_answer_and_transfer_alike()
    {
        var recorded = Comparison.Play(3, Play);
        recorded.Of("named").Processes(2).Threads(6).Moved(ChannelKind.Tcp, 10_000, 10_000)
            .Made(Load.Of(2000), "sendmmsg", "sendmsg").Made(Load.Of(2000), "recvmmsg", "recvmsg").Made(10, "epoll_wait", "epoll_pwait");
        recorded.Of("dnsmasq").Moved(ChannelKind.Udp, 10_000, 10_000).Moved(ChannelKind.Tcp, 100, 100)
            .Made(100, "recvmsg").Made(100, "sendmsg", "sendto").Made(100, "poll");
        recorded.Of("dig").Processes(9).Moved(ChannelKind.Udp, 0, 10_000).Made(Load.Of(900), "sendmmsg", "sendmsg");
    }

    private static void Play(Stage stage)
    {
        string notify = $"127.0.0.1 port {stage.Port(Secondary)}";
        var primary = StartNamed(stage, "primary", Primary, $"type primary; allow-update {{ 127.0.0.1; }}; notify explicit; also-notify {{ {notify}; }};", Zone);
        var secondary = StartNamed(stage, "secondary", Secondary, $"type secondary; primaries {{ 127.0.0.1 port {stage.Port(Primary)}; }};", null);
        Wait.Until(() => Serial(stage, Secondary) == "1", "the zone is not transferred");
        var front = stage.Start(
            "dnsmasq", null, Require.Program("dnsmasq"), "--keep-in-foreground", "--log-facility=-", "--conf-file=/dev/null", "--no-hosts", "--no-resolv",
            "--user=nobody", "--listen-address=127.0.0.1", "--bind-interfaces", $"--port={stage.Port(Front)}", $"--server=127.0.0.1#{stage.Port(Secondary)}",
            "--cache-size=50", "--pid-file");
        front.Until(() => Ports.Datagrams(stage.Port(Front)), "does not listen");

        string[] types = ["TXT", "A", "A"];
        stage.Write("questions", string.Concat(Enumerable.Range(0, Load.Of(300)).Select(number => $"n{number % (Names + 20)}.example.test {types[number % 3]}\n")));
        foreach (int port in new[] { Primary, Secondary, Front })
        {
            AskAtOnce(stage, port);
            Dig(stage, port, "-f", stage.At("questions"));
            Dig(stage, port, "+tcp", "n1.example.test", "A", "+tcp", "n2.example.test", "TXT", "big.example.test", "TXT");
        }
        Dig(stage, Primary, "example.test", "AXFR");

        string change = "zone example.test\nupdate add new.example.test 60 A 127.9.9.9\nupdate delete n5.example.test\nsend\n";
        stage.Succeed([Require.Program("nsupdate")], $"server 127.0.0.1 {stage.Port(Primary)}\n{change}");
        Wait.Until(() => Serial(stage, Secondary) == "2", "the change is not transferred");
        Dig(stage, Secondary, "new.example.test", "A", "n5.example.test", "A");
        Dig(stage, Secondary, "example.test", "AXFR");
        foreach (var server in new[] { front, secondary, primary }) server.Stop();
        stage.NoteLog("dnsmasq.log");
        stage.NoteFiles("primary");
        stage.NoteFiles("secondary");
    }

    private static Server StartNamed(Stage stage, string name, int port, string zone, string? content)
    {
        stage.MakeFolder(name);
        if (content is not null) stage.Write($"{name}/zone", content);
        string configuration = stage.Write($"{name}.conf", $$"""
            options {
                directory "{{stage.At(name)}}"; listen-on port {{stage.Port(port)}} { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none;
                session-keyfile none; recursion no; dnssec-validation no; allow-transfer { any; }; notify-delay 0;
            };
            controls { };
            zone "example.test" { file "{{stage.At(name)}}/zone"; {{zone}} };
            """);
        return stage.Start(name, null, Require.Program("named"), "-g", "-n", "2", "-u", "bind", "-c", configuration).Says("running").Listens(stage.Port(port));
    }

    private static void AskAtOnce(Stage stage, int port)
    {
        string[][] answers = new string[Clients][];
        Parallel.For(0, Clients, number =>
        {
            using var client = new DnsClient(stage.Port(port));
            answers[number] = [.. Enumerable.Range(0, Load.Of(300)).Select(question => client.Ask($"n{question % (Names + 20)}.example.test", (ushort)(question % 3 == 0 ? 16 : 1)))];
        });
        foreach (string answer in answers.SelectMany(one => one)) stage.Note(answer);
    }

    private static void Dig(Stage stage, int port, params string[] question) => stage.Run([.. Digging(stage, port), .. question]);

    private static string[] Digging(Stage stage, int port) =>
        [Require.Program("dig"), "@127.0.0.1", "-p", $"{stage.Port(port)}", "+noall", "+answer", "+nottlid", "+nocookie", "+tries=1", "+time=20"];

    private static string Serial(Stage stage, int port)
    {
        string answer = stage.Prepare(Require.Program("dig"), "@127.0.0.1", "-p", $"{stage.Port(port)}", "+short", "example.test", "SOA").Output;
        string[] words = answer.Split(' ');
        return words.Length > 2 ? words[2] : "";
    }

    private static string Zone => "$TTL 300\n@ SOA ns.example.test. root.example.test. 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n"
        + $"big TXT {string.Join(' ', Enumerable.Range(0, 40).Select(number => $"\"{new string((char)('a' + number % 26), 100)}\""))}\n"
        + string.Concat(Enumerable.Range(0, Names).Select(number => $"n{number} A 127.1.{number / 250}.{number % 250 + 1}\nn{number} TXT \"text of {number}\"\n"));
}
