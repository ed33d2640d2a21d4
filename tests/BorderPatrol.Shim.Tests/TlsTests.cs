using System.Globalization;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>Programs that speak TLS (tests/native/tls): they compute what they compute untraced, and the log holds what they said in plain text, the same at both ends.</summary>
public class TlsTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("retries")]
    [InlineData("lives")]
    public void What_sessions_say_is_in_the_log_at_both_ends(string name)
    {
        using var spool = new Spool();
        Run plain = Run.Plain(Program(name)), traced = Run.Traced(spool, Program(name));
        Assert.Equal((plain.ExitCode, plain.Output, plain.Errors), (traced.ExitCode, traced.Output, traced.Errors));
        Assert.True(plain.ExitCode == 0, plain.Output);
        int exchanges = int.Parse(plain.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
        (MessageType, ulong, ulong)[] sent = [.. Messages(spool, sent: true)], received = [.. Messages(spool, sent: false)];
        Assert.Equal(sent, received);
        Assert.Equal(exchanges, sent.Count(message => message.Item1 == MessageType.Request));
        Assert.Equal(exchanges, sent.Count(message => message.Item1 == MessageType.Response));
    }

    [Fact]
    public void Nothing_is_seen_where_nobody_wants_it()
    {
        using var spool = new Spool();
        var environment = spool.Environment.ToDictionary();
        environment["LIBBTRACE_TLS"] = "0";
        Run plain = Run.Plain(Program("memory")), traced = Run.To(Program("memory"), [], environment);
        Assert.Equal((plain.ExitCode, plain.Output, plain.Errors), (traced.ExitCode, traced.Output, traced.Errors));
        Assert.DoesNotContain(spool.Streams.SelectMany(stream => stream.Records), record => record.Kind == RecordKind.Message);
        Assert.DoesNotContain(spool.Streams.SelectMany(stream => stream.Records), record => record.Kind == RecordKind.Call && CallTable.Get(record.CallNumber).IsPlainText);
    }

    [Fact]
    public void Who_asks_whether_a_library_is_there_is_told_the_truth()
    {
        using var spool = new Spool();
        Run plain = Run.Plain(Program("absent")), traced = Run.Traced(spool, Program("absent"));
        Assert.Equal(plain.Output, traced.Output);
        Assert.StartsWith("0 0 0 0\n0 0 0 0\n", traced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_libraries_with_the_same_names_everybody_reaches_his_own()
    {
        using var spool = new Spool();
        string folder = Path.GetDirectoryName(Program("twice"))!;
        Assert.Equal("1 2 1 2\n", Run.Plain(Program("twice"), folder).Output);
        Assert.Equal("1 2 1 2\n", Run.Traced(spool, Program("twice"), folder).Output);
    }

    // The last record of a message tells its end; several have the same place, each on its own connection.
    private static IEnumerable<(MessageType Type, ulong Start, ulong End)> Messages(Spool spool, bool sent) => spool.Streams
        .SelectMany(stream => stream.Records)
        .Where(record => record.Kind == RecordKind.Message)
        .Select(record => record.As<WireMessage>())
        .Where(message => message.Flags.HasFlag(MessageOptions.Sent) == sent && message.Flags.HasFlag(MessageOptions.End))
        .Select(message => Whole(message))
        .Order();

    private static (MessageType Type, ulong Start, ulong End) Whole(in WireMessage message)
    {
        Assert.False(message.Flags.HasFlag(MessageOptions.Broken));
        return (message.Type, message.Start, message.Position);
    }

    private static string Program(string name)
    {
        string path = Path.Combine(Repository.Root, "tests/native/build/tls", name);
        Require.That(File.Exists(path), $"{name} was not built: the headers of OpenSSL or GnuTLS are not installed");
        return path;
    }
}
