using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>Waits between threads are recorded where work is handed over or the wait was long, and nowhere else.</summary>
public class LockTests
{
    private const ulong Millisecond = 1_000_000;

    [Fact]
    public void A_long_wait_for_a_mutex_is_recorded_once()
    {
        using var spool = new Spool();
        Run.Traced(spool, Native.Snippet("mutexes"));
        Record wait = Assert.Single(Between(Waiter(spool), 1, 2));
        Assert.Equal((Calls.MutexLock, 0, 0), (wait.CallNumber, wait.Call.Result, wait.Call.Error));
        Assert.InRange(wait.Call.End - wait.Call.Begin, Millisecond, 60_000 * Millisecond);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("600000000", false)]
    [InlineData("nonsense", true)]
    public void What_is_long_can_be_chosen(string threshold, bool recorded)
    {
        using var spool = new Spool();
        Run.To(Native.Snippet("mutexes"), [], [.. spool.Environment, KeyValuePair.Create("LIBBTRACE_LOCK_THRESHOLD", threshold)]);
        Assert.Equal(recorded ? 1 : 0, Between(Waiter(spool), 1, 2).Count);
    }

    [Fact]
    public void Long_waits_for_both_sides_of_a_read_write_lock_are_recorded()
    {
        using var spool = new Spool();
        Run.Traced(spool, Native.Snippet("rwlocks"));
        Record[] waits = [.. spool.Streams.Where(stream => stream.Marks is [1, 2]).Select(stream => Assert.Single(Between(stream, 1, 2)))];
        Assert.Equal([Calls.ReadLock, Calls.WriteLock], waits.Select(wait => wait.CallNumber).Order());
        Assert.All(waits, wait => Assert.InRange(wait.Call.End - wait.Call.Begin, Millisecond, 60_000 * Millisecond));
    }

    [Fact]
    public void A_signal_and_the_wait_that_it_ends_name_the_same_condition()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("conditions"));
        Recording main = spool.Main(run.ProcessId);
        Recording waiter = spool.Streams.Where(stream => stream.IsThread && stream.Marks is [1, 2]).MinBy(stream => stream.Header.Monotonic)!;
        WireCall wait = waiter.CallsOf(Calls.CondWait)[^1];
        WireCall signal = Assert.Single(Between(main, 3, 4)).Call;
        Assert.Equal(wait.Argument, signal.Argument);
        Assert.Equal((0, 0), (wait.Error, signal.Error));
        Assert.InRange(signal.Begin, wait.Begin, wait.End);
    }

    [Theory]
    [InlineData("conditions")]
    [InlineData("semaphores")]
    public void What_nobody_waits_for_leaves_no_record(string name)
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet(name));
        Assert.Empty(Between(spool.Main(run.ProcessId), 7, 8));
    }

    [Fact]
    public void A_lock_that_is_free_leaves_no_record()
    {
        using var spool = new Spool();
        Run mutexes = Run.Traced(spool, Native.Snippet("mutexes"));
        Assert.InRange(spool.Main(mutexes.ProcessId).CallsOf(Calls.MutexLock).Count, 0, 50);
    }

    [Fact]
    public void A_child_signals_its_parent_through_shared_memory()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("conditions"));
        WireCall signal = Assert.Single(Between(spool.Streams.Single(stream => stream.Marks is [5, 6]), 5, 6)).Call;
        Assert.Equal(signal.Argument, Assert.Single(spool.Main(run.ProcessId).CallsOf(Calls.CondWait)).Argument);
    }

    [Fact]
    public void A_parent_posts_a_semaphore_that_its_child_waits_for()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("semaphores"));
        Record post = Assert.Single(Between(spool.Main(run.ProcessId), 5, 6));
        WireCall wait = Assert.Single(spool.Streams.Single(stream => stream.Marks is [9]).CallsOf(Calls.SemWait));
        Assert.Equal((Calls.SemPost, wait.Argument), (post.CallNumber, post.Call.Argument));
    }

    private static Recording Waiter(Spool spool) => spool.Streams.Single(stream => stream.IsThread && stream.Marks is [1, 2]);

    // What a stream tells of locks between two marks.
    private static IReadOnlyList<Record> Between(Recording stream, int first, int second) =>
        [.. stream.Records.SkipWhile(record => record.Mark != first).Skip(1).TakeWhile(record => record.Mark != second).Where(IsLock)];

    private static bool IsLock(Record record) => record.Kind == RecordKind.Call && CallTable.Get(record.CallNumber).Family == "locks";
}
