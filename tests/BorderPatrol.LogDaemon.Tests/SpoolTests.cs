using System.Diagnostics;
using System.Runtime.InteropServices;
using BorderPatrol.LogDaemon.Forward;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public sealed class SpoolTests : IDisposable
{
    private const uint Nobody = 65534;
    private const int NobodyListens = 1;
    private readonly TemporaryFolder _folder = new("/dev/shm");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_one_has_the_lock()
    {
        using var first = new Spool(_folder.Name);
        using var second = new Spool(_folder.Name);
        Assert.True(first.TryTake());
        Assert.False(second.TryTake());
        Assert.True(first.TryLeave());
        Assert.True(second.TryTake());
    }

    [Fact]
    public void Who_is_leaving_stays_for_a_segment_that_came_at_the_last_moment()
    {
        using var spool = new Spool(_folder.Name);
        Assert.True(spool.TryTake());
        spool.Look();
        Assert.True(spool.IsEmpty);
        using var late = new SegmentWriter(_folder.Name, 1, 0);
        Assert.False(spool.TryLeave());
        using var other = new Spool(_folder.Name);
        Assert.False(other.TryTake());
        spool.Look();
        Assert.Single(spool.Shipments);
    }

    [Fact]
    public void Segments_of_a_stream_are_taken_in_order()
    {
        using var spool = new Spool(_folder.Name);
        Assert.True(spool.TryTake());
        using var second = new SegmentWriter(_folder.Name, 1, 8);
        using var first = new SegmentWriter(_folder.Name, 1, 7);
        spool.Look();
        Assert.Equal(7u, Assert.Single(spool.Shipments).Value.Header.Number);
    }

    [Fact]
    public void Where_a_conversation_stands_is_removed_when_nobody_took_it()
    {
        using var spool = new Spool(_folder.Name);
        Assert.True(spool.TryTake());
        string old = Path.Combine(_folder.Name, "t00000000000000a1.held"), fresh = Path.Combine(_folder.Name, "t00000000000000a2.held"), bytes = Path.Combine(_folder.Name, "c00000000000000a1.held");
        foreach (string path in new[] { old, fresh, bytes }) File.WriteAllText(path, "left");
        foreach (string path in new[] { old, bytes }) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-2));
        spool.Look();
        Assert.Equal([false, true, true], new[] { old, fresh, bytes }.Select(File.Exists));
    }

    [Fact]
    public void What_had_no_segment_to_be_counted_in_gets_one()
    {
        using var spool = new Spool(_folder.Name);
        Assert.True(spool.TryTake());
        var page = Path.Combine(_folder.Name, $"switch.{Libc.EffectiveUser()}");
        var bytes = new byte[4096];
        MemoryMarshal.Write(bytes, new WireSwitch { Unrecorded = 5 });
        File.WriteAllBytes(page, bytes);
        spool.Look();
        Assert.Equal(5ul, Assert.Single(spool.Shipments).Value.Header.Lost);
        Assert.Equal(0ul, MemoryMarshal.Read<WireSwitch>(File.ReadAllBytes(page)).Unrecorded);
    }

    [Fact]
    public void Who_forwards_a_spool_that_was_removed_does_not_wait_for_a_collector_for_ever()
    {
        using (new SegmentWriter(_folder.Name, 1, 0, identify: writer => writer.ProcessId = 1)) { }
        using var forwarder = DaemonProcess.Forward(_folder.Name, NobodyListens);
        forwarder.Says("no connection to the collector");
        foreach (string file in Directory.GetFiles(_folder.Name)) File.Delete(file);
        Assert.Equal(0, forwarder.WaitForEnd());
        Assert.Contains("of a spool that was removed are lost", forwarder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_finds_the_folder_made_anew_leaves_what_is_in_it_to_another()
    {
        using var spool = new Spool(_folder.Name);
        Assert.True(spool.TryTake());
        Directory.Delete(_folder.Name, recursive: true);
        Directory.CreateDirectory(_folder.Name);
        using var segment = new SegmentWriter(_folder.Name, 1, 0);
        Assert.False(spool.IsCurrent);
        spool.Look();
        Assert.True(spool.IsEmpty);
        using var other = new Spool(_folder.Name);
        Assert.True(other.TryTake());
        Assert.True(other.IsCurrent);
    }

    [Fact]
    public void Root_forwards_for_users_who_do_not_themselves()
    {
        Require.Root();
        using var segment = new SegmentWriter(_folder.Name, 1, 0);
        Run("chown", $"{Nobody}", segment.Path);
        using var theirs = TakeAsNobody();
        using var spool = new Spool(_folder.Name);
        Assert.True(spool.TryTake());
        spool.Look();
        Assert.True(spool.IsEmpty);
        theirs.Dispose();
        using var later = new Spool(_folder.Name);
        Assert.True(spool.TryLeave());
        Assert.True(later.TryTake());
        later.Look();
        Assert.Single(later.Shipments);
        Assert.Null(SpoolLock.TryTake(_folder.Name, Nobody));
    }

    private SpoolLock TakeAsNobody()
    {
        var taken = SpoolLock.TryTake(_folder.Name, Nobody);
        Assert.NotNull(taken);
        return taken;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
