using System.Diagnostics;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>Law 2: what was recorded stays, and what could not be recorded is counted.</summary>
public class SurvivalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(900)]
    [InlineData(200_000)]
    public void A_killed_program_loses_nothing(int marks)
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("killed"), $"{marks}");
        Assert.Equal((137, $"{marks}\n"), (run.ExitCode, run.Output));
        Recording stream = spool.Main(run.ProcessId);
        Assert.Equal(Enumerable.Range(0, marks), stream.Marks);
        Assert.Equal(Enumerable.Range(0, stream.Segments.Count), stream.Segments.Select(segment => (int)segment.Header.Number));
        Assert.All(stream.Segments.SkipLast(1), segment => Assert.True(segment.Closed));
    }

    [Fact]
    public void A_program_killed_at_any_instant_loses_at_most_the_record_that_it_was_writing()
    {
        var random = new Random(1);
        for (int round = 0; round < 25; round++)
        {
            using var spool = new Spool();
            using Process program = Run.Start(Native.Snippet("killed"), ["3000000"], spool.Environment);
            int segments = random.Next(1, 5);
            Assert.True(SpinWait.SpinUntil(() => Directory.Exists(spool.Folder) && Directory.GetFiles(spool.Folder, "*.seg").Length >= segments, TimeSpan.FromSeconds(30)));
            Thread.SpinWait(random.Next(1, 200_000));
            program.Kill();
            program.WaitForExit();
            Segment[] written = [.. Directory.GetFiles(spool.Folder, "*.seg").Order().Select(Segment.TryRead).OfType<Segment>()];
            int[] marks = [.. new Recording(written).Marks];
            Assert.Equal(Enumerable.Range(0, marks.Length), marks);
            int begun = written.Sum(segment => segment.Claims);
            Assert.InRange(begun - written.Sum(segment => segment.Records.Count), 0, 1);
            Assert.All(written.SkipLast(2), segment => Assert.True(segment.Closed));
        }
    }

    [Fact]
    public void Segments_grow_with_what_a_thread_has_to_say()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("killed"), "100000");
        Assert.Equal([64u << 10, 256u << 10, 1u << 20, 1u << 20], spool.Main(run.ProcessId).Segments.Take(4).Select(segment => segment.Header.Size));
    }

    [Fact]
    public void What_the_spool_refused_is_counted_and_recording_resumes()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("loss"));
        Recording stream = spool.Main(run.ProcessId);
        Record loss = stream.Records.Single(record => record.Kind == RecordKind.Loss);
        ulong lost = loss.As<WireLoss>().Count;
        int kept = stream.Marks.Count(mark => mark == 1);
        Assert.True(lost >= (ulong)(5000 - kept), $"{kept} kept and {lost} lost of at least 5000");
        Assert.Equal(lost, stream.Lost);
        Assert.Equal(3, stream.Marks[^1]);
        Assert.Equal(1u, stream.Segments[1].Header.Number);
        Assert.Same(loss, stream.Segments[1].Records[0]);
    }

    [Theory]
    [InlineData("prctl")]
    [InlineData("seccomp")]
    public void A_program_that_restricts_its_system_calls_is_left_alone_and_what_it_then_did_is_counted(string how)
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("seccomp"), how);
        Assert.Equal(("refused -1 -1\n0 made made made made made made made 0\nstill here\n", 0), (run.Output, run.ExitCode));
        Recording stream = spool.Main(run.ProcessId);
        Assert.Equal([1], stream.Marks);
        Assert.InRange(stream.Lost, 5000ul, 5050ul);
    }

    [Fact]
    public void A_handler_that_interrupts_a_record_writes_its_own_behind_it()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("handler"));
        Recording stream = spool.Main(run.ProcessId);
        int[] handled = [.. stream.Marks.Where(mark => mark >= 1 << 20).Select(mark => mark - (1 << 20))];
        int[] normal = [.. stream.Marks.Where(mark => mark < 1 << 20)];
        Assert.Equal(0ul, stream.Lost);
        Assert.Equal(Enumerable.Range(0, int.Parse(run.Errors, null)), handled.Order());
        Assert.Equal(Enumerable.Range(0, normal.Length).Select(number => number % (1 << 20)), normal);
        Assert.All(stream.Segments, segment => Assert.True(segment.Closed));
    }

    [Fact]
    public void A_child_forked_in_the_midst_of_a_record_leaves_its_parents_records_alone()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("handler_fork"));
        Recording parent = spool.Main(run.ProcessId);
        Assert.Equal("50 of 50 children ended well\n", run.Output);
        Assert.DoesNotContain(5000, parent.Marks);
        Assert.Equal(50, parent.CallsOf(Calls.Fork).Count);
        Assert.Equal(0ul, parent.Lost);
        foreach (WireCall fork in parent.CallsOf(Calls.Fork))
            Assert.Equal(Enumerable.Repeat(5000, 10), spool.Main((int)fork.Result).Marks.TakeLast(10));
    }

    [Fact]
    public void Tracing_can_be_switched_off_and_on_in_a_running_program()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("switch"));
        Assert.Equal([1, 5], spool.Main(run.ProcessId).Marks);
        Recording child = spool.Streams.Single(stream => stream.Header.Pid != (uint)run.ProcessId);
        Assert.Equal([4], child.Marks);
        Assert.Equal(spool.Main(run.ProcessId).Header.Image, child.Process.ParentImage);
    }

    [Fact]
    public void A_program_that_takes_the_shims_descriptor_number_keeps_its_own_file_and_goes_on_being_recorded()
    {
        using var spool = new Spool();
        string own = Directory.CreateTempSubdirectory("bp-own-").FullName;
        Run run = Run.Traced(spool, Native.Snippet("sweep"), own);
        Recording stream = spool.Main(run.ProcessId);
        Assert.Equal([1, .. Enumerable.Repeat(2, 30_000)], stream.Marks);
        Assert.Empty(Directory.EnumerateFileSystemEntries(own));
        Directory.Delete(own);
    }
}
