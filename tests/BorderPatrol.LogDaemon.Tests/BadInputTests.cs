using System.Text;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

/// <summary>Whatever arrives on one connection, the collector goes on serving the others.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DaemonProcess _collector;
    private readonly Caller _bystander;

    public BadInputTests()
    {
        _collector = DaemonProcess.Collect(_folder.Path("test.raw"));
        _bystander = Caller.Greeted(_collector.Port);
        Assert.Equal(512ul, _bystander.Store(Caller.Segment(1)));
    }

    public void Dispose()
    {
        // It still works, and what it stored is whole.
        Assert.Equal(520ul, _bystander.Store(Caller.Chunk(ChunkKind.Records, new byte[8], 1, 512)));
        _bystander.Send(Caller.Chunk(ChunkKind.Bye, []));
        Assert.Equal(0, _collector.End("TERM"));
        Assert.DoesNotContain("nhandled", _collector.Output, StringComparison.Ordinal);
        _bystander.Dispose();
        _collector.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Garbage() => Closes(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "does not speak the protocol");

    [Fact]
    public void Garbage_of_many_lengths()
    {
        var random = new Random(11);
        for (var i = 0; i < 50; i++)
        {
            using var caller = new Caller(_collector.Port);
            var garbage = new byte[32 + random.Next(3000)];
            random.NextBytes(garbage);
            caller.Send(garbage);
            Assert.True(caller.IsClosed());
        }
    }

    [Fact]
    public void A_newer_version()
    {
        var hello = Caller.Chunk(ChunkKind.Hello, []);
        hello[4] = 2;
        Closes(hello, "speaks version 2 of the protocol, this program up to 1");
    }

    [Fact]
    public void Work_before_the_greeting() => Closes(Caller.Chunk(ChunkKind.Records, new byte[8], 2), "did not begin with a greeting");

    [Fact]
    public void Much_before_the_greeting() => Closes(Caller.Chunk(ChunkKind.Hello, new byte[33]), "announced 33 bytes");

    [Fact]
    public void An_end_before_the_greeting()
    {
        using (var caller = new Caller(_collector.Port)) Assert.Equal(ChunkKind.Challenge, caller.Receive().Header.Kind);
        _collector.Says("before it had said who it is");
    }

    [Fact]
    public void Half_a_chunk()
    {
        using (var caller = Caller.Greeted(_collector.Port)) caller.Send(Caller.Segment(2).AsSpan(0, 300));
        _collector.Says("in the middle of a chunk");
        Assert.Equal(0, RawLogContents.Read(_folder.Path("test.raw")).Count(2));
    }

    [Fact]
    public void A_wrong_checksum()
    {
        var chunk = Caller.Segment(2);
        chunk[100] ^= 1;
        ClosesAfterGreeting(chunk, "checksum is wrong");
    }

    [Fact]
    public void A_chunk_that_is_too_long()
    {
        var chunk = Caller.Segment(2);
        BitConverter.TryWriteBytes(chunk.AsSpan(8), WireFormat.ChunkMaximum + 1);
        ClosesAfterGreeting(chunk, "announced 2097153 bytes");
    }

    [Fact]
    public void A_segment_that_is_none() => ClosesAfterGreeting(Caller.Chunk(ChunkKind.Segment, new byte[512], 2), "a segment's head is none");

    [Fact]
    public void A_segment_of_another_stream()
    {
        var payload = Caller.Segment(3).AsSpan(ChunkCodec.HeaderSize);
        ClosesAfterGreeting(Caller.Chunk(ChunkKind.Segment, payload, 2), "names another segment");
    }

    [Fact]
    public void Records_of_an_odd_length() => ClosesAfterGreeting(Caller.Chunk(ChunkKind.Records, new byte[13], 2), "no records' length");

    [Fact]
    public void What_only_a_collector_says() => ClosesAfterGreeting(Caller.Chunk(ChunkKind.Closing, []), "not a forwarder's to send");

    [Fact]
    public void What_came_already_is_acknowledged_and_not_stored_again()
    {
        using var caller = Caller.Greeted(_collector.Port);
        Assert.Equal(512ul, caller.Store(Caller.Segment(5)));
        Assert.Equal(512ul, caller.Store(Caller.Segment(5)));
        var records = Caller.Chunk(ChunkKind.Records, new byte[64], 5, 512);
        Assert.Equal(576ul, caller.Store(records));
        using var again = Caller.Greeted(_collector.Port);
        Assert.Equal(576ul, again.Store(records));
        Assert.Equal(576ul, again.Store(Caller.Chunk(ChunkKind.Records, new byte[64], 5, 1000)));
        Assert.Equal(StreamPosition.Of(2, 512), again.Store(Caller.Segment(5, number: 2)));
        Assert.Equal(StreamPosition.Of(2, 512), again.Store(Caller.Segment(5, number: 1)));
    }

    private void Closes(byte[] bytes, string complaint)
    {
        using var caller = new Caller(_collector.Port);
        Closes(caller, bytes, complaint);
    }

    private void ClosesAfterGreeting(byte[] bytes, string complaint)
    {
        using var caller = Caller.Greeted(_collector.Port);
        Closes(caller, bytes, complaint);
    }

    private void Closes(Caller caller, byte[] bytes, string complaint)
    {
        caller.Send(bytes);
        Assert.True(caller.IsClosed());
        _collector.Says(complaint);
    }
}
