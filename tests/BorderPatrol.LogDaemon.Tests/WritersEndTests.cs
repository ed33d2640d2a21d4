using System.Diagnostics;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.LogDaemon.Tests.Support;

namespace BorderPatrol.LogDaemon.Tests;

/// <summary>Threads that never closed their segment, while somebody else still has it mapped: here the test itself.</summary>
public sealed class WritersEndTests : IDisposable
{
    private readonly TemporaryFolder _spool = new("/dev/shm");
    private readonly TemporaryFolder _folder = new();
    private readonly DaemonProcess _collector;

    public WritersEndTests() => _collector = DaemonProcess.Collect(_folder.Path("test.raw"));

    public void Dispose()
    {
        _collector.Dispose();
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_process_that_is_gone_has_ended()
    {
        var (id, start) = StartAndEndProcess();
        using var segment = new SegmentWriter(_spool.Name, 1, 0, identify: writer =>
            (writer.PidNamespace, writer.ProcessId, writer.ProcessStart) = (OwnNamespace(), id, start));
        Assert.True(IsForwardedToItsEnd());
    }

    [Fact]
    public void A_process_whose_number_went_to_another_has_ended()
    {
        using var segment = new SegmentWriter(_spool.Name, 1, 0, identify: writer => (writer.PidNamespace, writer.ProcessStart) = (OwnNamespace(), 1));
        Assert.True(IsForwardedToItsEnd());
    }

    [Fact]
    public void A_process_of_the_time_before_the_machine_was_started_has_ended()
    {
        using var segment = new SegmentWriter(_spool.Name, 1, 0);
        Machine.Describe(ref segment.Header);
        segment.Header.BootIdLow ^= 1;
        Assert.True(IsForwardedToItsEnd());
    }

    [Fact]
    public void A_process_that_runs_another_program_has_left_the_first_one()
    {
        using var before = new SegmentWriter(_spool.Name, 1, 0);
        using var after = new SegmentWriter(_spool.Name, 2, 0, identify: writer => (writer.Image, writer.Monotonic) = (2, 2));
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        Eventually.Holds(() => _spool.Segments.Length == 1, "the first program's segment stays");
        Assert.Equal(after.Path, Assert.Single(_spool.Segments));
    }

    [Fact]
    public void A_living_process_has_not()
    {
        using var segment = new SegmentWriter(_spool.Name, 1, 0, identify: writer => (writer.PidNamespace, writer.ProcessStart) = (OwnNamespace(), Start(Environment.ProcessId)));
        using (new SegmentWriter(_spool.Name, 2, 0, identify: writer => writer.ProcessId = 1)) { }
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        Eventually.Holds(() => _spool.Segments.Length == 1, "a segment that nobody has mapped stays");
        Assert.Equal(segment.Path, Assert.Single(_spool.Segments));
        segment.Close();
        Assert.Equal(0, forwarder.WaitForEnd());
        Assert.Empty(_spool.Segments);
    }

    private bool IsForwardedToItsEnd()
    {
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        return forwarder.WaitForEnd() == 0 && _spool.Segments.Length == 0;
    }

    private static (uint Id, ulong Start) StartAndEndProcess()
    {
        using var process = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
        var start = Start(process.Id);
        process.StandardInput.Close();
        process.WaitForExit();
        return ((uint)process.Id, start);
    }

    private static ulong Start(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return ulong.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], null);
    }

    private static ulong OwnNamespace() => ulong.Parse(new FileInfo("/proc/self/ns/pid").LinkTarget!["pid:[".Length..^1], null);
}
