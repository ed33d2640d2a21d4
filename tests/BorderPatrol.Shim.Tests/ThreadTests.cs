using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>Each thread has a stream of its own, from its birth to its end.</summary>
public class ThreadTests
{
    [Fact]
    public void A_thread_names_its_creator_and_closes_its_stream_when_it_ends()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("threads"), "kill");
        Assert.Equal(137, run.ExitCode);
        Recording main = spool.Main(run.ProcessId);
        Assert.False(main.Segments[^1].Closed, "a killed thread cannot say that it ended");
        ILookup<ulong, WireCall> created = main.CallsOf(Calls.ThreadCreate).ToLookup(call => call.Argument);
        Recording[] threads = [.. spool.Streams.Where(stream => stream.IsThread)];
        Assert.Equal(11, threads.Length);
        Assert.All(threads, thread =>
        {
            Assert.True(thread.Segments.All(segment => segment.Closed));
            Assert.Equal(main.Header.Stream, thread.Thread.ParentStream);
            Assert.Equal(0, Assert.Single(created[thread.Thread.Birth]).Error);
            Assert.Equal(main.Header.Image, thread.Header.Image);
            Assert.Equal(RecordKind.Cost, thread.Records.Last().Kind);
            Assert.NotEqual(main.Header.Tid, thread.Header.Tid);
        });
        Assert.Equal(11, main.CallsOf(Calls.ThreadCreate).Single(call => call.Error != 0).Error);
    }

    [Fact]
    public void Calls_of_thread_specific_destructors_belong_to_their_thread()
    {
        using var spool = new Spool();
        Run.Traced(spool, Native.Snippet("threads"));
        ILookup<int, Recording> byFirst = spool.Streams.Where(stream => stream.IsThread && stream.Marks.Count > 0).ToLookup(stream => stream.Marks[0]);
        for (int number = 100; number < 108; number++)
            Assert.Equal([.. Enumerable.Repeat(number, 50), number + 1000], Assert.Single(byFirst[number]).Marks);
        Recording exited = Assert.Single(byFirst[200]);
        Assert.Single(exited.CallsOf(Calls.ThreadExit));
        Assert.Equal([300, 301], Assert.Single(byFirst[300]).Marks);
    }
}
