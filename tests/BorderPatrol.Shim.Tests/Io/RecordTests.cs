using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>Every family's records say what happened: result, errno, channel, offset, argument.</summary>
public class RecordTests
{
    [Fact]
    public void Files()
    {
        Recording stream = Traced("files");
        Assert.Equal([("made", 0xc2ul, 438ul), ("made64", 0x42ul, 3565ul)], Named(stream, Calls.Open).Take(2));
        Assert.Equal([("at", 0x41ul, 388ul), ("made", 0, 0)], Named(stream, Calls.OpenAt).Take(2));
        Assert.Equal([("creat", 511ul, 0ul), ("/proc/none", 384, 0)], Named(stream, Calls.Creat));
        Assert.Equal([("made", Io.Exists), ("no/such", Io.NoEntry), ("", Io.Fault)], Failed(stream, Calls.Open));
        Assert.Equal([("made", Io.BadDescriptor), ("", Io.Fault)], Failed(stream, Calls.OpenAt));
    }

    [Fact]
    public void Bytes_of_files()
    {
        Recording stream = Traced("files");
        WireCall write = stream.CallsOf(Calls.Write)[0], writev = stream.CallsOf(Calls.WriteV)[0], pwrite = stream.CallsOf(Calls.PWrite)[0], pwritev = stream.CallsOf(Calls.PWriteV)[0];
        Assert.Equal((10L, 10ul, 0ul), (write.Result, write.Argument, write.Offset));
        Assert.Equal((8L, 8ul, 10ul), (writev.Result, writev.Argument, writev.Offset));
        Assert.Equal((2L, 2ul, 4ul), (pwrite.Result, pwrite.Argument, pwrite.Offset));
        Assert.Equal((8L, 8ul, 100ul), (pwritev.Result, pwritev.Argument, pwritev.Offset));
        Assert.Equal([(3L, 18ul), (3, 50)], stream.CallsOf(Calls.PWriteV2).Select(call => (call.Result, call.Offset)));
        ulong channel = write.Channel;
        Assert.NotEqual(0ul, channel & 1ul << 63);
        Assert.All([writev, pwrite, pwritev, stream.CallsOf(Calls.Fsync)[0], stream.CallsOf(Calls.Fdatasync)[0]], call => Assert.Equal(channel, call.Channel));
        Assert.Equal([(6L, 6ul, 0ul, 0), (4, 4, 6, 0), (-1, 0, 74, Io.Fault), (0, 0, 74, 0)], Of(stream, Calls.Read, channel)
            .Select(call => (call.Result, call.Argument, call.Offset, call.Error)));
        Assert.DoesNotContain(stream.Channels(), record => record.Channel.Channel == channel);
        Record opened = stream.Records.First(record => record.CallNumber == Calls.Open && record.Call.Result == write.Fd);
        Assert.Equal((0ul, "made"), (opened.Call.Channel, opened.Text<WireCall>()));
    }

    [Fact]
    public void What_is_opened_by_its_path_is_looked_at_when_it_is_used()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Io.Program("named"));
        Recording stream = spool.Main(run.ProcessId), child = Assert.Single(spool.Streams, stream => stream.Header.Pid != run.ProcessId);
        ulong file = stream.CallsOf(Calls.Write)[0].Channel;
        WireCall[] reads = [.. stream.CallsOf(Calls.Read)];
        Assert.All(stream.CallsOf(Calls.Open), open => Assert.Equal(0ul, open.Channel));
        Assert.Equal([file, file], reads[..2].Select(read => read.Channel));
        Assert.Equal([file, 0, file, file, 0], stream.CallsOf(Calls.Close).Take(5).Select(close => close.Channel));
        Assert.Equal([(ChannelKind.Other, reads[2].Channel, "/dev/zero"), (ChannelKind.Pipe, reads[3].Channel, "fifo")],
            stream.Channels().Take(2).Select(record => (record.Channel.Kind, record.Channel.Channel, Path.GetFileName(record.Path) is "fifo" ? "fifo" : record.Path)));
        Assert.Equal((ChannelKind.File, file, "named"), child.Channels().Select(record => (record.Channel.Kind, record.Channel.Channel, Path.GetFileName(record.Path))).Single());
    }

    [Fact]
    public void Descriptors_of_one_channel_have_one_identity()
    {
        Recording stream = Traced("files");
        WireCall dup = stream.CallsOf(Calls.Dup)[0];
        Assert.NotEqual(0ul, dup.Channel);
        Assert.Equal([(dup.Channel, 40ul, 0), (dup.Channel, (ulong)dup.Fd, 0), (0ul, 40, Io.BadDescriptor)], stream.CallsOf(Calls.Dup2).Select(call => (call.Channel, call.Argument, call.Error)));
        Assert.Equal([(41L, 0), (-1, Io.Invalid)], stream.CallsOf(Calls.Dup3).Select(call => (call.Result, call.Error)));
        Assert.Equal([50L, 51], stream.CallsOf(Calls.Fcntl).Where(call => call.Argument is 0 or 1030).Select(call => call.Result));
        Assert.Equal([(40, 45ul, 0L), (45, 40, -1)], stream.CallsOf(Calls.CloseRange).Select(call => (call.Fd, call.Argument, call.Result)));
        Assert.Equal(50, stream.CallsOf(Calls.CloseFrom).Single().Fd);
        Assert.DoesNotContain(stream.CallsOf(Calls.Close), call => call.Error == Io.BadDescriptor);
    }

    [Fact]
    public void Streams_of_stdio()
    {
        Recording stream = Traced("files");
        Assert.Equal(["stream", "no/such", "made"], stream.Records.Where(record => record.CallNumber == Calls.Fopen).Select(record => record.Text<WireCall>()));
        Assert.Equal([0, Io.NoEntry, 0], stream.CallsOf(Calls.Fopen).Select(call => call.Error));
        WireCall open = stream.CallsOf(Calls.Fopen)[0], reopened = stream.CallsOf(Calls.Freopen).Single();
        Assert.Equal(open.Fd, reopened.Fd);
        WireCall adopted = stream.CallsOf(Calls.Fdopen).Single();
        Assert.NotEqual(0ul, adopted.Channel & 1ul << 63);
        Assert.Equal((0ul, 0ul, adopted.Channel), (open.Channel, reopened.Channel, stream.CallsOf(Calls.Fclose).First(call => call.Fd == adopted.Fd && call.Begin > adopted.End).Channel));
    }

    [Fact]
    public void Pipes_have_one_channel_and_offsets_of_their_own_direction()
    {
        Recording stream = Traced("pipes");
        WireCall pipe = stream.CallsOf(Calls.Pipe)[0];
        Assert.Equal(0ul, pipe.Channel & 1ul << 63);
        (WireChannel Channel, string)[] ends = [.. stream.Channels().Where(record => record.Channel.Channel == pipe.Channel)];
        Assert.Equal([(pipe.Fd, ChannelOptions.Opened | ChannelOptions.Reads), ((int)pipe.Argument, ChannelOptions.Opened | ChannelOptions.Writes)],
            ends.Select(end => (end.Channel.Fd, end.Channel.Flags)));
        Assert.Equal((10L, 0ul), (Of(stream, Calls.Write, pipe.Channel)[0].Result, Of(stream, Calls.Write, pipe.Channel)[0].Offset));
        Assert.Equal([(4L, 6ul), (0, 10)], Of(stream, Calls.Read, pipe.Channel).Select(call => (call.Result, call.Offset)));
        WireCall splice = stream.CallsOf(Calls.Splice).Single();
        Assert.Equal((6L, (ulong)pipe.Fd, 4ul), (splice.Result, splice.Argument, splice.Offset));
        Assert.Contains(stream.CallsOf(Calls.Write), call => call.Error == Io.BrokenPipe);
        Assert.Equal([0, Io.Invalid], stream.CallsOf(Calls.Pipe2).Select(call => call.Error));
    }

    [Fact]
    public void Socket_pairs_name_each_other()
    {
        Recording stream = Traced("pipes");
        WireCall pair = stream.CallsOf(Calls.SocketPair)[0];
        WireChannel first = stream.Channels().First(record => record.Channel.Channel == pair.Channel).Channel;
        WireChannel second = stream.Channels().First(record => record.Channel.Channel == first.Peer).Channel;
        Assert.Equal((first.Channel, ChannelKind.UnixStream, (int)pair.Argument), (second.Peer, second.Kind, second.Fd));
        Assert.Equal([(2L, 0ul), (-1, 5), (0, 5)], stream.CallsOf(Calls.Recv).Select(call => (call.Result, call.Offset)));
        Assert.Equal((5L, 0ul), Of(stream, Calls.Read, second.Channel).Select(call => (call.Result, call.Offset)).Single());
    }

    [Fact]
    public void Waits()
    {
        Recording stream = Traced("pipes");
        Assert.Equal([(1L, 2ul, 100ul), (0, 1, 0), (1, 1, ulong.MaxValue), (2, 2, 5), (-1, 1, 0)], stream.CallsOf(Calls.Poll).Select(call => (call.Result, call.Argument, call.Offset)));
        WireCall lone = stream.CallsOf(Calls.Poll)[2], fault = stream.CallsOf(Calls.Poll)[4];
        Assert.True(lone.Fd >= 0 && lone.Channel != 0, "a wait for one descriptor names it");
        Assert.Equal((-1, Io.Fault), (fault.Fd, fault.Error));
        Assert.Equal([1L, -1], stream.CallsOf(Calls.Select).Select(call => call.Result));
        Assert.Equal(lone.Fd, stream.CallsOf(Calls.Select)[0].Fd);
        Assert.Equal([(1ul, 0), (1, Io.Exists), (1, Io.Fault), (3, Io.NoEntry), (2, 0)], stream.CallsOf(Calls.EpollCtl).Select(call => (call.Argument, call.Error)));
        Assert.Equal([(0L, 0), (1, 0), (0, 0), (-1, Io.Invalid), (-1, Io.BadDescriptor)], stream.CallsOf(Calls.EpollWait).Select(call => (call.Result, call.Error)));
        Assert.Equal(stream.CallsOf(Calls.EpollCreate)[0].Channel, stream.CallsOf(Calls.EpollWait)[0].Channel);
        Assert.Equal([1L, 1], [stream.CallsOf(Calls.EpollPWait).Single().Result, stream.CallsOf(Calls.EpollPWait2).Single().Result]);
    }

    [Fact]
    public void Descriptors_that_tell_of_events_have_identities_of_their_own()
    {
        Recording stream = Traced("pipes");
        ulong[] channels = [stream.CallsOf(Calls.EventFd)[0].Channel, stream.CallsOf(Calls.TimerFd)[0].Channel, stream.CallsOf(Calls.SignalFd)[0].Channel, stream.CallsOf(Calls.EpollCreate)[0].Channel];
        Assert.Equal(4, channels.Distinct().Count());
        Assert.DoesNotContain(0ul, channels);
        Assert.Equal(4ul, stream.CallsOf(Calls.EventFd)[0].Argument);
    }

    [Fact]
    public void Tcp_connections_tell_roles_and_addresses()
    {
        Recording stream = Traced("sockets");
        WireCall connect = stream.CallsOf(Calls.Connect)[0], accept = stream.CallsOf(Calls.Accept4)[0];
        Assert.Equal(Io.InProgress, connect.Error);
        WireChannel client = stream.Channels().Last(record => record.Channel.Channel == connect.Channel).Channel;
        WireChannel server = stream.Channels().First(record => record.Channel.Fd == accept.Result && record.Channel.Role == ChannelRole.Server).Channel;
        WireChannel listener = stream.Channels().Last(record => record.Channel.Channel == accept.Channel).Channel;
        Assert.Equal((ChannelRole.Client, ChannelRole.Listener, ChannelKind.Tcp), (client.Role, listener.Role, server.Kind));
        Assert.NotEqual(0, client.Local.Port);
        Assert.Equal((client.Local.Port, client.Remote.Port), (server.Remote.Port, server.Local.Port));
        Assert.Equal(listener.Local.Port, client.Remote.Port);
        Assert.Equal(2, server.Local.Family);
    }

    [Fact]
    public void Unix_connections_tell_path_and_peer()
    {
        Recording stream = Traced("sockets");
        (WireChannel Channel, string Path) server = stream.Channels().Last(record => record.Channel.Kind == ChannelKind.UnixStream && record.Channel.Role == ChannelRole.Server);
        WireChannel client = stream.Channels().Last(record => record.Channel.Channel == server.Channel.Peer).Channel;
        Assert.Equal(ChannelRole.Client, client.Role);
        Assert.StartsWith("/tmp/bp-socket-", server.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_and_datagrams_count_their_bytes()
    {
        Recording stream = Traced("sockets");
        Assert.Equal([(6L, 0ul), (1, 12), (0, 11)], stream.CallsOf(Calls.Send).Select(call => (call.Result, call.Offset)));
        Assert.Equal([(6L, 6ul, 0), (-1, 12, Io.Fault), (1, 0, 0)], stream.CallsOf(Calls.SendMsg).Select(call => (call.Result, call.Offset, call.Error)));
        Assert.Equal([(3L, 0ul), (3, 3)], stream.CallsOf(Calls.Recv).Take(2).Select(call => (call.Result, call.Offset)));
        Assert.Equal((6L, 23ul, 6ul), (stream.CallsOf(Calls.RecvMsg)[0].Result, stream.CallsOf(Calls.RecvMsg)[0].Argument, stream.CallsOf(Calls.RecvMsg)[0].Offset));
        Assert.Equal([(2L, 0ul), (2, 2), (0, 9)], stream.CallsOf(Calls.RecvFrom).Select(call => (call.Result, call.Offset)));
        Assert.Equal([(2L, 2ul), (-1, 2)], stream.CallsOf(Calls.RecvMMsg).Select(call => (call.Result, call.Argument)));
        Assert.Equal((2L, 2ul, 0ul), (stream.CallsOf(Calls.SendMMsg).Single().Result, stream.CallsOf(Calls.SendMMsg).Single().Argument, stream.CallsOf(Calls.SendMMsg).Single().Offset));
        Assert.Equal(["127.0.0.1", "not a number"], stream.Records.Where(record => record.CallNumber == Calls.GetAddrInfo).Select(record => record.Text<WireCall>()));
    }

    [Fact]
    public void What_stdio_moves_over_a_connection_is_framed()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Io.Program("stdio"));
        Recording stream = spool.Main(run.ProcessId);
        foreach (var side in stream.Messages().GroupBy(message => (message.Type, message.Flags & MessageOptions.Sent)))
        {
            ulong[] starts = [.. side.Where(message => message.Flags.HasFlag(MessageOptions.Begin)).Select(message => message.Start)];
            ulong[] ends = [.. side.Where(message => message.Flags.HasFlag(MessageOptions.End)).Select(message => message.Position)];
            Assert.Equal(3, ends.Length);
            Assert.Equal(starts, ends[..2].Prepend(0ul));
            Assert.DoesNotContain(side, message => message.Flags.HasFlag(MessageOptions.Broken));
        }

        string[] heads = [.. stream.Records.Where(record => record.Kind == RecordKind.Message).Select(record => record.Text<WireMessage>())];
        Assert.Equal(4, heads.Count(head => head.Contains("GET /small HTTP/1.1\r\nHost: here", StringComparison.Ordinal)));
        Assert.Equal(2, heads.Count(head => head.Contains("POST /large", StringComparison.Ordinal)));
        Assert.DoesNotContain(stream.Channels(), pair => pair.Channel.Flags.HasFlag(ChannelOptions.Unframed));
    }

    [Fact]
    public void Threads_record_side_by_side_and_lose_nothing()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Io.Program("many"));
        IReadOnlyList<Recording> threads = [.. spool.Streams.Where(stream => stream.IsThread)];
        Assert.Equal(64, threads.Count);
        foreach (Recording thread in threads)
        {
            Assert.Equal(0ul, thread.Lost);
            Assert.Equal((50, 100, 150), (thread.CallsOf(Calls.Pipe).Count, thread.CallsOf(Calls.Write).Count, thread.CallsOf(Calls.Close).Count));
            Assert.Equal(thread.CallsOf(Calls.Pipe).Select(pipe => pipe.Channel), thread.CallsOf(Calls.Read).Select(read => read.Channel));
        }

        Recording main = spool.Main(run.ProcessId);
        Assert.Equal((18000, 3L), (main.CallsOf(Calls.Write)[0].Fd, main.CallsOf(Calls.Write)[0].Result));
        ulong shared = main.CallsOf(Calls.Write)[0].Channel;
        Assert.Equal((19000, shared), (main.CallsOf(Calls.Read)[0].Fd, main.CallsOf(Calls.Read)[0].Channel));
        List<ulong> offsets = [.. threads.SelectMany(thread => thread.CallsOf(Calls.Write).Where(write => write.Channel == shared)).Select(write => write.Offset)];
        Assert.Equal(64 * 50, offsets.Distinct().Count());
    }

    private static Recording Traced(string program)
    {
        using var spool = new Spool();
        return spool.Main(Run.Traced(spool, Io.Program(program)).ProcessId);
    }

    private static IEnumerable<(string Path, ulong Flags, ulong Mode)> Named(Recording stream, int number) => stream.Records
        .Where(record => record.CallNumber == number)
        .Select(record => (record.Text<WireCall>(), record.Call.Argument, record.Call.Offset));

    private static IEnumerable<(string Path, int Error)> Failed(Recording stream, int number) => stream.Records
        .Where(record => record.CallNumber == number && record.Call.Error != 0)
        .Select(record => (record.Text<WireCall>(), record.Call.Error));

    private static List<WireCall> Of(Recording stream, int number, ulong channel) => [.. stream.CallsOf(number).Where(call => call.Channel == channel)];
}
