using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>
/// Every function of the call table, and every call that it knows by number, is made by a snippet (tests/native/calls), from main and from before every constructor, and the log holds just
/// what the snippet says: call, descriptor, result, errno, arguments, text.
/// </summary>
public class MatrixTests
{
    // They return nothing, or their only common failure (a number that is not open) is left out of the log on purpose.
    private static readonly string[] NeverFailing = ["close", "closefrom", "pthread_exit", "exit", "_exit", "abort"];

    // A lock's call is recorded when it waited or handed work over, and then it has succeeded.
    private static bool MayFail(string name) => !NeverFailing.Contains(name) && CallTable.All.Single(call => call.Name == name).Family != "locks";

    // Sends only what the kernel encrypts.
    private static bool MaySucceed(string name) =>
        name != "SSL_sendfile" || (File.Exists("/proc/sys/net/ipv4/tcp_available_ulp") && File.ReadAllText("/proc/sys/net/ipv4/tcp_available_ulp").Split().Contains("tls"));

    private static bool IsTls(string symbol) => CallTable.All.Any(call => call.IsPlainText && call.Symbols.Contains(symbol));

    public static TheoryData<string> Symbols => [.. CallTable.All.SelectMany(call => call.Symbols), .. CallTable.Numbered.Select(call => $"syscall:{call.Number}")];

    [Theory]
    [MemberData(nameof(Symbols))]
    public void A_call_from_main_is_in_the_log_as_it_was_made(string symbol) => Holds(symbol);

    [Theory]
    [MemberData(nameof(Symbols))]
    public void A_call_from_before_every_constructor_is_in_the_log_as_it_was_made(string symbol) => Holds(symbol, "early");

    private static void Holds(string symbol, params string[] early)
    {
        string name = IsTls(symbol) ? "calls-tls" : "calls", program = Path.Combine(Repository.Root, "tests/native/build/calls", name);
        Require.That(File.Exists(program), $"{name} was not built: the headers of OpenSSL or GnuTLS are not installed");
        using var spool = new Spool();
        Run plain = Run.Plain(program, [symbol, .. early]), traced = Run.Traced(spool, program, [symbol, .. early]);
        Assert.Equal((plain.ExitCode, plain.Errors), (traced.ExitCode, traced.Errors));
        string[][] expected = [.. traced.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
        Assert.True(expected.Length > 0, plain.Errors);
        var names = expected.Select(line => line[0]).ToHashSet();
        var found = spool.Streams.Where(stream => stream.Header.Pid == (uint)traced.ProcessId && stream.Program == name).SelectMany(stream => stream.Records)
            .Where(record => record.Kind == RecordKind.Call && names.Contains(CallTable.Get(record.CallNumber).Name)).OrderBy(record => record.Call.Begin).ToList();
        Assert.Equal(expected.Select(line => string.Join('\t', line.Where((_, i) => i != 1))), found.Select((record, i) => Line(record, i < expected.Length ? expected[i] : [])));
        if (names.Any(MaySucceed)) Assert.Contains("done", expected.Select(line => line[1]));
        if (names.Any(MayFail)) Assert.Contains("failed", expected.Select(line => line[1]));
    }

    private static string Line(Record record, string[] expected)
    {
        WireCall call = record.Call;
        string[] fields = [CallTable.Get(record.CallNumber).Name, "", $"{call.Fd}", $"{call.Result}", $"{call.Error}", $"{(long)call.Argument}", $"{(long)call.Offset}", string.Join('|', record.Texts)];
        return string.Join('\t', fields.Select((field, i) => i < expected.Length && expected[i] == "*" ? "*" : field).Where((_, i) => i != 1));
    }
}
