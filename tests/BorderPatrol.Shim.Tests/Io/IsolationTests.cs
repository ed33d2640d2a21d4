namespace BorderPatrol.Shim.Tests.Io;

/// <summary>Three pipelined requests in one segment reach the program one at a time, and no way of waiting misses one.</summary>
public class IsolationTests
{
    private const string OneByOne = """
        30 GET ..0d0a
        55 POST ..6c6f
        32 GET ..0d0a
        117 bytes

        """;

    public static TheoryData<string, string, string> Cases => new()
    {
        { "receive", "read", OneByOne },
        { "receive", "recv", OneByOne },
        { "receive", "readv", OneByOne },
        { "copies", "dup", OneByOne.Replace("117", "closed 0\n117", StringComparison.Ordinal) },
        { "receive", "small", "20 GET ..0a48\n10 ost: ..0d0a\n20 POST ..0d0a\n20 Host: ..656e\n15 gth: ..6c6f\n20 GET ..310d\n12 \nHost: ..0d0a\n117 bytes\n" },
        { "receive", "recvfrom", Each("{0}\naddress of 0 bytes") },
        { "messages", "recvmsg", Each("{0}\ncontrol 0 flags 0") },
        { "messages", "recvmmsg", "20 GET ..0a48\n1 messages\n10 ost: ..0d0a\n1 messages\n40 POST ..656e\n1 messages\n15 gth: ..6c6f\n1 messages\n32 GET ..0d0a\n117 bytes\n" },
        { "messages", "waitall", "30 GET ..0d0a\n77 POST ..0a48\n10 ost: ..0d0a\n117 bytes\n" },
        { "messages", "peek", "peek 30 there 117: 30 GET ..0d0a\npeek 55 there 87: 55 POST ..6c6f\npeek 32 there 32: 32 GET ..0d0a\nthere 0\n117 bytes\n" },
        { "poll", "poll", Each("poll 2 1 4: {0}", "then 0\n") },
        { "poll", "ppoll", Each("ppoll 1: {0}") },
        { "select", "select", Each("select 2 101: {0}") },
        { "select", "pselect", Each("pselect 1: {0}") },
        { "level", "level", "epoll 1 1 for 4711; " + Each("epoll 1 1 for 4711; {0}", "epoll 0; \n") },
        { "edge", "edge", Each("epoll 1 1 for 4711; epoll 0; {0}", "epoll 0; \n") },
        { "edge", "edge-exact", Each("epoll 1 1 for 4711; {0}") },
        { "edge", "edge-full", "epoll 1 1 for 4711; 30 GET ..0d0a\nepoll 1 1 for 4711; 50 POST ..0d0a\n5 helloGET ..6c6f\nepoll 1 1 for 4711; 32 GET ..0d0a\n117 bytes\n" },
        { "edge", "edge-drain", "epoll 1 1 for 4711; 30 GET ..0d0a\n55 POST ..6c6f\n32 GET ..0d0a\nEAGAIN\nepoll 0; \n117 bytes\n" },
        { "level", "oneshot", "epoll 1 1 for 4711; 30 GET ..0d0a\nepoll 0; epoll 1 1 for 4711; 55 POST ..6c6f\nepoll 0; epoll 1 1 for 4711; 32 GET ..0d0a\nepoll 0; epoll 0; \n117 bytes\n" },
        { "edge", "late", "30 GET ..0d0a\nepoll 1 1 for 1; poll on the set 1; epoll 1 1 for 4711; 55 POST ..6c6f\nepoll 1 1 for 1; poll on the set 1; epoll 1 1 for 4711; 32 GET ..0d0a\n117 bytes\n" },
        { "interest", "ceasing", "epoll 1 1 for 4711; 30 GET ..0d0a\nepoll 0; epoll 1 1 for 4711; 55 POST ..6c6f\nepoll 0; epoll 1 1 for 4711; 32 GET ..0d0a\nepoll 0; \n117 bytes\n" },
        { "edge", "thread", "epoll 1 1 for 4711; " + OneByOne },
        { "copies", "fork", OneByOne.Replace("117", "30", StringComparison.Ordinal) },
        { "course", "splice", "30 GET ..0d0a\nsplice 55: 55 POST ..6c6f\nsplice 32: 32 GET ..0d0a\n117 bytes\n" },
        { "course", "switch", "30 GET ..0d0a\npoll 1: 87 POST ..0d0a\n117 GET ..0d0a\n234 bytes\n" },
        { "course", "resume", OneByOne.Replace("117 bytes\n", "", StringComparison.Ordinal) + OneByOne.Replace("117", "351", StringComparison.Ordinal) },
        { "course", "shutdown", OneByOne.Replace("117", "end 0\n117", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_end_at_borders(string program, string name, string expected)
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Isolation.Program(program), name);
        Assert.Equal("", run.Errors);
        Assert.Equal(expected, run.Output);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Full_isolation_cuts_the_same(string program, string name, string expected)
    {
        using var spool = new Spool();
        Assert.Equal(expected, Isolation.Traced(spool, "full", program, name).Output);
    }

    [Theory]
    [InlineData("receive", "read")]
    [InlineData("messages", "recvmmsg")]
    [InlineData("edge", "edge")]
    public void Without_isolation_nothing_is_cut(string program, string name)
    {
        using var spool = new Spool();
        Run traced = Isolation.Traced(spool, "none", program, name);
        Assert.Equal(Run.Plain(Isolation.Program(program), name).Output, traced.Output);
        Assert.Equal(3, spool.Main(traced.ProcessId).Messages().Count(message => !Sent(message) && message.Flags.HasFlag(Wire.MessageOptions.End)));
    }

    [Fact]
    public void After_a_time_without_recording_a_connection_is_framed_again()
    {
        using var spool = new Spool();
        Recording stream = spool.Main(Run.Traced(spool, Isolation.Program("course"), "resume").ProcessId);
        Assert.Equal([(0ul, 30ul), (30, 85), (85, 117), (234, 264), (264, 319), (319, 351)], Requests(stream, sent: false));
        Assert.Equal(Requests(stream, sent: true), Requests(stream, sent: false));
        Assert.Equal([(0ul, 40ul), (80, 120)], stream.Messages().Where(message => message.Type == Wire.MessageType.Response && Sent(message)).Select(message => (message.Start, message.Position)));
        Assert.All(stream.Messages(), message => Assert.False(message.Flags.HasFlag(Wire.MessageOptions.Broken)));
    }

    [Fact]
    public void A_connection_that_cannot_be_framed_again_says_so()
    {
        using var spool = new Spool();
        Recording stream = spool.Main(Run.Traced(spool, Isolation.Program("course"), "switch").ProcessId);
        Assert.Equal([(0ul, 30ul)], Requests(stream, sent: false));
        Assert.Contains(stream.Channels(), record => record.Channel.Role == Wire.ChannelRole.Server && record.Channel.Flags.HasFlag(Wire.ChannelOptions.Unframed));
        Assert.DoesNotContain(stream.Channels(), record => record.Channel.Role == Wire.ChannelRole.Client && record.Channel.Flags.HasFlag(Wire.ChannelOptions.Unframed));
    }

    private static IEnumerable<(ulong, ulong)> Requests(Recording stream, bool sent) => stream.Messages()
        .Where(message => message.Type == Wire.MessageType.Request && Sent(message) == sent)
        .Select(message => (message.Start, message.Position));

    [Fact]
    public void Each_message_stands_before_the_call_that_moved_it()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Isolation.Program("receive"), "read");
        Recording stream = spool.Main(run.ProcessId);
        (ulong, ulong)[] borders = [(0, 30), (30, 85), (85, 117)];
        Assert.Equal(borders, stream.Messages().Where(Sent).Select(message => (message.Start, message.Position)));
        Assert.Equal(borders, stream.Messages().Where(message => !Sent(message)).Select(message => (message.Start, message.Position)));
        Assert.All(stream.Messages(), message => Assert.Equal((Wire.WireProtocol.Http1, Wire.MessageType.Request), (message.Protocol, message.Type)));
        IEnumerable<string> order = stream.Records.Select(Name).SkipWhile(name => name != "sent").Where(name => name != "other").Take(10);
        Assert.Equal("sent sent sent send received read received read received read", string.Join(' ', order));
        Assert.Equal([(30L, 0ul), (55, 30), (32, 85)], stream.CallsOf(Calls.Read).Select(call => (call.Result, call.Offset)));
    }

    private static bool Sent(Wire.WireMessage message) => message.Flags.HasFlag(Wire.MessageOptions.Sent);

    private static string Name(Record record) => record.Kind switch
    {
        Wire.RecordKind.Message => Sent(record.As<Wire.WireMessage>()) ? "sent" : "received",
        Wire.RecordKind.Call => record.CallNumber == Calls.Read ? "read" : record.CallNumber == Calls.Send ? "send" : "other",
        _ => "other",
    };

    private static string Each(string line, string last = "") => string.Concat(
        OneByOne.Split('\n').Take(3).Select(read => string.Format(null, line, read) + "\n")) + last + "117 bytes\n";
}
