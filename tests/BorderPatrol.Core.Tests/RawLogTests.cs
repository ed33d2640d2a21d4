using System.Net.Sockets;
using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

public sealed class RawLogTests : IDisposable
{
    private readonly List<string> _files = [];

    public void Dispose() => _files.ForEach(File.Delete);

    [Fact]
    public void A_file_that_is_missing_is_named() => Assert.Equal(ErrorIds.RawLogNotFound, Refused("/nonexistent/folder/x.raw").ErrorId);

    [Fact]
    public void A_folder_is_no_raw_log() => Assert.Equal(ErrorIds.NotARawLog, Refused(Path.GetTempPath()).ErrorId);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("#!/bin/sh\necho this is quite another kind of file, long enough to have a header\n")]
    public void Other_files_are_no_raw_logs(string content) =>
        Assert.Equal(ErrorIds.NotARawLog, Refused(Keep(RawLogFile.Write(System.Text.Encoding.UTF8.GetBytes(content)))).ErrorId);

    [Fact]
    public void A_newer_version_is_refused_by_name()
    {
        byte[] bytes = RawLogFile.Bytes(OneRequest());
        bytes[8] = WireFormat.Version + 1;
        var error = Refused(Keep(RawLogFile.Write(bytes)));
        Assert.Equal(ErrorIds.RawLogNewerVersion, error.ErrorId);
        Assert.Contains($"version {WireFormat.Version + 1}", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        string path = Keep(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path)); // nobody can open a socket's file, not even root
        var error = Refused(path);
        Assert.Equal(ErrorIds.AccessDenied, error.ErrorId);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_chunks_is_sound_and_empty()
    {
        var found = Analysis.Of(RawLogFile.Write(RawLogHeader.Create()));
        Assert.Empty(found.Requests);
        Assert.Empty(found.Warnings);
        Assert.Equal((0, DateTimeOffset.UnixEpoch), (found.Run.Events, found.Run.Start));
    }

    [Fact]
    public void The_same_content_is_the_same_run_and_other_content_another()
    {
        byte[] bytes = RawLogFile.Bytes(OneRequest());
        string id = RunId(bytes);
        Assert.Equal(32, id.Length);
        Assert.Equal(id, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..32]);
        Assert.NotEqual(id, RunId([.. bytes, 0]));
    }

    [Fact]
    public void A_torn_tail_is_counted_and_what_precedes_is_read()
    {
        byte[] bytes = RawLogFile.Bytes(OneRequest());
        int whole = Analysis.Of(RawLogFile.Write(bytes)).EventCount;
        for (int cut = 1; cut < 700; cut += 13)
        {
            var found = Analysis.Of(RawLogFile.Write(bytes[..^cut]));
            var warning = Assert.Single(found.Warnings);
            Assert.Equal(ErrorIds.RawLogTorn, warning.ErrorId);
            Assert.InRange(found.Run.Damaged, 1, 700);
            Assert.InRange(found.EventCount, 1, whole);
        }
    }

    [Fact]
    public void Damage_in_the_middle_is_passed_over_and_marks_what_it_touched()
    {
        var world = ManyRequests(40);
        byte[] bytes = RawLogFile.Bytes(world);
        bytes[bytes.Length / 2] ^= 0x55;
        var found = Analysis.Of(RawLogFile.Write(bytes));
        Assert.Contains(found.Warnings, warning => warning.ErrorId == ErrorIds.RawLogDamaged);
        Assert.True(found.Run.Damaged > 0);
        Assert.InRange(found.Requests.Count(request => request.Certainty == BPCertainty.Proven), 10, 39);
        Assert.Contains(found.Requests, request => request.Certainty == BPCertainty.Incomplete && request.Reasons.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public void Garbage_between_chunks_loses_nothing_but_itself()
    {
        var world = ManyRequests(10);
        var chunks = RawLogFile.Chunks(world, 3).ToList();
        byte[] garbage = [.. Enumerable.Repeat((byte)'B', 100), .. "BPCK"u8, .. Enumerable.Repeat((byte)7, 60)];
        var bytes = RawLogHeader.Create().Concat(chunks.SelectMany((chunk, i) => i == 5 ? [.. garbage, .. chunk] : chunk)).ToArray();
        var found = Analysis.Of(RawLogFile.Write(bytes));
        Assert.Equal(garbage.Length, found.Run.Damaged);
        Assert.Equal(10, found.Requests.Count(request => request.Certainty == BPCertainty.Proven));
    }

    [Fact]
    public void Chunks_that_come_twice_count_once()
    {
        var chunks = RawLogFile.Chunks(ManyRequests(10), 3).ToList();
        var once = Analysis.Of(RawLogFile.Write([.. RawLogHeader.Create(), .. chunks.SelectMany(chunk => chunk)]));
        var twice = Analysis.Of(RawLogFile.Write([.. RawLogHeader.Create(), .. chunks.Concat(chunks).SelectMany(chunk => chunk)]));
        Assert.Equal((once.EventCount, once.Trees()), (twice.EventCount, twice.Trees()));
    }

    [Fact]
    public void Dropped_records_are_summed_and_told()
    {
        var world = new World();
        var web = world.Machine("a").Start("web");
        web.Record.Loss(3);
        web.Work();
        world.Machine("b").Start("db").Record.Loss(4);
        var found = Analysis.Of(world);
        Assert.Equal(7, found.Run.Lost);
        var warning = Assert.Single(found.Warnings);
        Assert.Equal(ErrorIds.RecordsLost, warning.ErrorId);
        Assert.Matches(@"drop 7 records.*: db \[\d+\] on b 4, web \[\d+\] on a 3\.$", warning.Message);
    }

    [Fact]
    public void Events_come_in_the_order_of_what_happened_and_read_as_in_the_first_edition()
    {
        var world = new World();
        var machine = world.Machine("a");
        var (one, two) = (machine.Start("one"), machine.Start("two"));
        var pipe = world.Pipe();
        one.Record.Call("open", -1, error: 2, text: "/missing", argument: 0, offset: 420);
        one.Write(pipe.From, 10);
        two.Read(pipe.To);
        one.Record.Call("execve", 0, text: "/bin/ls\0-a");
        string path = Keep(RawLogFile.Write(world));
        var events = RawEvents.Read(path, cancellation: TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["one:open", "one:write", "two:read", "one:execve"], events.Select(one => $"{one.Program}:{one.Call}"));
        Assert.Equal(("ENOENT", "0,420", "/missing", -1L, -1), (events[0].Error, events[0].Arguments, events[0].Text, events[0].Result, events[0].Descriptor));
        Assert.Equal((10L, "5,65536", ""), (events[2].Bytes, events[2].Arguments, events[2].Error));
        Assert.Equal("/bin/ls -a", events[3].Text);
        var time = events[0].Time;
        string line = $"{one.Tid}|{one.Process.Pid}|{time.ToUnixTimeSeconds()},{time.Ticks / 10 % 1_000_000}|open|-1|0,420,/missing";
        Assert.Equal(line, events[0].ToString());
    }

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        string path = Keep(RawLogFile.Write(ManyRequests(5)));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => RawLog.Open(path, null, cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => RawEvents.Read(path, cancellation: cancellation.Token).Count());
        using var log = RawLog.Open(path, cancellation: TestContext.Current.CancellationToken);
        using var analysis = new Analysis();
        Assert.Throws<OperationCanceledException>(() => Paths.Analyzer.Analyze(log, analysis, cancellation: cancellation.Token));
        Assert.Null(analysis.Run);
    }

    internal static World OneRequest() => ManyRequests(1);

    private static World ManyRequests(int count)
    {
        var world = new World();
        var web = world.Machine("a").Start("web");
        for (int i = 0; i < count; i++)
        {
            var link = world.Tcp($"10.0.0.9:{4000 + i}", "10.0.0.1:80");
            link.From.Sends(MessageType.Request, $"/{i}");
            web.WaitIdle();
            web.Receive(link.To);
            for (int work = 0; work < 10; work++) web.Work();
            web.Answer(link.To);
            web.Close(link.To);
        }

        return world;
    }

    private static BorderPatrolException Refused(string path) => Assert.Throws<BorderPatrolException>(() => RawLog.Open(path));

    private string RunId(byte[] bytes)
    {
        using var log = RawLog.Open(Keep(RawLogFile.Write(bytes)));
        return log.RunId;
    }

    private string Keep(string path)
    {
        _files.Add(path);
        return path;
    }
}
