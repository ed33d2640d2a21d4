using System.Globalization;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>What single calls cost beyond the bare call, traced in several ways and with other tools.</summary>
public static class CallsBenchmark
{
    private const int Rounds = 7;
    private const string Bare = "bare";
    private const string Milliseconds = "60";

    /// <summary>Measures all ways in turns.</summary>
    /// <param name="results">Takes the table.</param>
    /// <param name="heading">Of the table's section.</param>
    public static void Run(Results results, string heading)
    {
        using var folder = new Folder();
        using var lan = new Lan();
        string program = Build(folder);
        var tracing = new Tracing(folder, lan.B);
        using var collector = new Collector(lan.B, folder.At("calls.raw"), tracing.SecretFile);
        var ways = Ways(tracing, folder);
        var times = ways.Keys.ToDictionary(way => way, _ => new List<Dictionary<string, double>>());
        for (int round = 0; round < Rounds; round++)
        {
            foreach (var (way, prefix) in ways)
            {
                var result = lan.B.Run([.. prefix, program, Milliseconds]);
                lan.WaitForEmptySpools();
                if (result.ExitCode == 0) times[way].Add(Times(result.Output));
            }
        }
        results.Section(heading, [.. Explanation, "", .. Table(times)]);
    }

    private static string[] Explanation =>
    [
        "`dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release -- calls`: nanoseconds of one call (`tests/benchmarks/shim`), for each way the least of",
        $"{Rounds} rounds of short batches in turns; what differs by less than a twentieth of the bare call is the machine's. Bare, then what each way takes beyond it. A write or send and its read or receive, a lock and its unlock, open and close: one call",
        "is half of the pair, except where the name says both. http: a request and its answer over TCP, each sent and received, a call a quarter of it, with the sample of costs at the turn in it.",
        "off: switched off while it runs, as Disable-BPTracing does. LTTng-UST: its libc wrapper preloaded, which records allocations only, so that its column is the error of the others. A way that does not run on the machine is left out.",
    ];

    private static string Build(Folder folder)
    {
        string program = folder.At("bench"), sources = Path.Combine(Repository.Root, "tests/benchmarks/shim");
        Command.Run([Require.Program("gcc"), "-O2", "-o", program, .. Directory.GetFiles(sources, "*.c"), "-lpthread"]).Succeeded();
        return program;
    }

    private static Dictionary<string, IReadOnlyList<string>> Ways(Tracing tracing, Folder folder)
    {
        string off = folder.Subfolder("off");
        byte[] word = new byte[4096];
        word[0] = 1;
        File.WriteAllBytes(Path.Combine(off, "switch.0"), word);
        return new()
        {
            [Bare] = [],
            ["on"] = tracing.OnB,
            ["off"] = [.. tracing.OnB, $"LIBBTRACE_SPOOL={off}"],
            ["isolation none"] = [.. tracing.OnB, "LIBBTRACE_ISOLATION=none"],
            ["isolation full"] = [.. tracing.OnB, "LIBBTRACE_ISOLATION=full"],
            ["LTTng-UST"] = ["env", "LD_PRELOAD=liblttng-ust-libc-wrapper.so"],
            ["bpftrace"] = ["sh", "-c", "bpftrace -e 'tracepoint:raw_syscalls:sys_enter,tracepoint:raw_syscalls:sys_exit { @ = count(); }' -c \"$*\"", "sh"],
            ["strace -f"] = ["strace", "-f", "-o", "/dev/null"],
            ["ltrace -f"] = ["ltrace", "-f", "-o", "/dev/null"],
        };
    }

    // Lines of name, bytes, median and least, of which a shared machine leaves only the least alone.
    private static Dictionary<string, double> Times(string output) => output.Split('\n')
        .Select(line => line.Split(' '))
        .Where(words => words.Length == 4 && double.TryParse(words[3], CultureInfo.InvariantCulture, out _))
        .ToDictionary(words => words[1] == "0" ? words[0] : $"{words[0]}, {words[1]} bytes", words => double.Parse(words[3], CultureInfo.InvariantCulture));

    private static IEnumerable<string> Table(Dictionary<string, List<Dictionary<string, double>>> times)
    {
        string[] ways = [.. times.Where(way => way.Value.Count > 0).Select(way => way.Key)];
        yield return $"| call | {string.Join(" | ", ways)} |";
        yield return $"| --- |{string.Concat(ways.Select(_ => " ---: |"))}";
        foreach (string call in times[Bare][0].Keys)
        {
            double bare = Least(times[Bare], call);
            yield return $"| {call} | {string.Join(" | ", ways.Select(way => Cell(way, Least(times[way], call), bare)))} |";
        }
    }

    private static double Least(List<Dictionary<string, double>> rounds, string call) => rounds.Min(round => round.GetValueOrDefault(call, double.NaN));

    private static string Cell(string way, double time, double bare) =>
        double.IsNaN(time) ? "" : way == Bare ? time.ToString("N0", CultureInfo.InvariantCulture) : (time - bare).ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);
}
