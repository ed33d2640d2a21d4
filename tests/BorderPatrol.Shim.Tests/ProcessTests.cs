using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>Who began whom, as the records tell.</summary>
public class ProcessTests
{
    [Fact]
    public void A_stream_begins_with_what_its_process_is()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, "/bin/ls", "-a", "/etc/hostname");
        Recording stream = spool.Main(run.ProcessId);
        Assert.Equal(ProcessReason.Start, stream.Process.Reason);
        Assert.Equal(["/usr/bin/ls", Environment.CurrentDirectory, "/bin/ls", "-a", "/etc/hostname"], stream.Birth!.Texts);
        Assert.Equal("ls", stream.Program);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/hostname").Trim(), stream.Segments[0].Host);
        Assert.Equal((uint)Environment.ProcessId, stream.Header.ParentPid);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal),
            $"{stream.Header.BootIdLow:x16}{stream.Header.BootIdHigh:x16}");
        Assert.Equal(File.ResolveLinkTarget("/proc/self/ns/net", false)!.Name, $"net:[{stream.Header.NetNamespace}]");
        Assert.Equal(File.ResolveLinkTarget("/proc/self/ns/pid", false)!.Name, $"pid:[{stream.Header.PidNamespace}]");
        Assert.True(stream.Header.ProcessStart > 0);
        Assert.True(stream.Segments.All(segment => segment.Closed), "an orderly end closes the stream");
    }

    [Fact]
    public void Calls_before_any_constructor_are_recorded()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("early"));
        Recording stream = spool.Main(run.ProcessId);
        Assert.Equal([1, 3, 4], stream.Marks);
        Assert.Equal([2], spool.Main((int)stream.CallsOf(Calls.Fork).Single().Result).Marks);
    }

    [Fact]
    public void A_forked_child_writes_its_own_stream_and_names_its_birth()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("fork"));
        Recording parent = spool.Main(run.ProcessId);
        Assert.Equal([1, 2], parent.Marks);
        Recording child = Child(spool, parent, parent.CallsOf(Calls.Fork).Single());
        Assert.Equal([10], child.Marks);
        Assert.Equal([20], Child(spool, child, child.CallsOf(Calls.Fork).Single()).Marks);
        Recording thread = spool.Streams.Single(stream => stream.IsThread);
        Assert.Equal([30], Child(spool, thread, thread.CallsOf(Calls.Fork).Single()).Marks);
        Assert.Equal(4, spool.Streams.Select(stream => stream.Header.Image).Distinct().Count());
    }

    [Theory]
    [InlineData("fork", "forkpty")]
    [InlineData("daemon", "daemon")]
    public void A_child_that_libc_forks_names_its_birth(string call, string function)
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Path.Combine(Repository.Root, "tests/native/build/calls/calls"), function);
        Recording parent = spool.Main(run.ProcessId);
        IEnumerable<ulong> tokens = parent.CallsOf(Calls.Number(call)).Select(made => made.Argument);
        WireProcess child = spool.Streams.Single(stream => stream.Header.Pid != (uint)run.ProcessId).Process;
        Assert.Equal((ProcessReason.Fork, parent.Header.Image, parent.Header.Stream), (child.Reason, child.ParentImage, child.ParentStream));
        Assert.Contains(child.Birth, tokens);
    }

    [Fact]
    public void A_thread_of_the_c_language_names_its_birth()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Path.Combine(Repository.Root, "tests/native/build/calls/calls"), "thrd_create");
        Recording thread = spool.Streams.Single(stream => stream.IsThread), main = spool.Main(run.ProcessId);
        Assert.Equal((main.Header.Stream, main.CallsOf(Calls.ThreadCreate)[0].Argument), (thread.Thread.ParentStream, thread.Thread.Birth));
    }

    [Fact]
    public void Shells_of_a_program_without_environment_stay_traced()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("scrubbed"));
        Assert.Equal(5, spool.Streams.Count(stream => stream.Program == "dash" && stream.Header.ParentPid == (uint)run.ProcessId));
        Assert.Contains("no-such-command", spool.Main(run.ProcessId).Records.Where(record => record.CallNumber == Calls.System).Select(record => record.Texts[0]));
    }

    [Fact]
    public void A_child_of_a_raw_clone_writes_its_own_stream()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("raw_fork"));
        Recording parent = spool.Main(run.ProcessId);
        Assert.Equal([1, .. Enumerable.Repeat(2, 100)], parent.Marks);
        Recording child = spool.Streams.Single(stream => stream.Header.Pid != (uint)run.ProcessId);
        Assert.Equal(Enumerable.Repeat(10, 100), child.Marks);
        Assert.Equal(ProcessReason.Fork, child.Process.Reason);
        Assert.Equal((parent.Header.Image, parent.Header.Stream, 0ul), (child.Process.ParentImage, child.Process.ParentStream, child.Process.Birth));
        Assert.Equal((uint)run.ProcessId, child.Header.ParentPid);
    }

    [Fact]
    public void A_vfork_child_records_nothing_and_what_it_executes_is_traced()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("vfork"));
        Recording parent = spool.Main(run.ProcessId);
        Assert.Equal([1, 2, 3], parent.Marks);
        Assert.Empty(parent.CallsOf(Calls.Execve));
        IReadOnlyList<WireCall> vforks = parent.CallsOf(Calls.Vfork);
        Assert.Equal(203, vforks.Count);
        Recording executed = spool.Main((int)vforks[0].Result);
        Assert.Equal(("true", ProcessReason.Start, (uint)run.ProcessId), (executed.Program, executed.Process.Reason, executed.Header.ParentPid));
        Assert.Equal(2, spool.Streams.Count);
    }

    [Fact]
    public void Spawned_programs_are_traced_whatever_their_environment()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("spawn"));
        Recording parent = spool.Main(run.ProcessId);
        WireCall[] spawns = [.. parent.CallsOf(Calls.Spawn), .. parent.CallsOf(Calls.SpawnByName)];
        Assert.Equal([0, 0, 2, 0], parent.Records.Where(record => record.CallNumber == Calls.Spawn || record.CallNumber == Calls.SpawnByName).Select(record => record.Call.Error));
        foreach (WireCall spawn in spawns.Where(spawn => spawn.Result == 0))
            Assert.Equal(ProcessReason.Start, spool.Main((int)spawn.Argument).Process.Reason);
        Assert.Equal(["/bin/sh", "sh", "-c", "exit 9"], parent.Records.First(record => record.CallNumber == Calls.Spawn).Texts);
    }

    [Fact]
    public void Drop_of_rights_and_chroot_do_not_end_the_recording()
    {
        Require.Root();
        using var spool = new Spool();
        string jail = Directory.CreateTempSubdirectory("bp-jail-").FullName;
        Run run = Run.Traced(spool, Native.Snippet("jail"), jail);
        Assert.Equal("child: same child, exit 0\n", run.Output);
        Recording parent = spool.Main(run.ProcessId);
        Recording child = Child(spool, parent, parent.CallsOf(Calls.Fork).Single());
        Assert.Equal((2000, 65534u, 0ul), (child.Marks.Count, child.Header.Uid, child.Lost));
        Assert.Empty(Directory.EnumerateFileSystemEntries(jail));
        Directory.Delete(jail);
    }

    private static Recording Child(Spool spool, Recording parent, WireCall fork)
    {
        Recording child = spool.Main((int)fork.Result);
        Assert.Equal(ProcessReason.Fork, child.Process.Reason);
        Assert.Equal((parent.Header.Image, parent.Header.Stream, fork.Argument), (child.Process.ParentImage, child.Process.ParentStream, child.Process.Birth));
        Assert.Equal(parent.Header.Pid, child.Header.ParentPid);
        Assert.NotEqual(parent.Header.Image, child.Header.Image);
        return child;
    }
}
