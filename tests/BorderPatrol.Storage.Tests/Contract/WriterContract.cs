using BorderPatrol.Storage.Benchmark;
using BorderPatrol.Storage.Tests.Stores;

namespace BorderPatrol.Storage.Tests.Contract;

/// <summary>When a run is there and when it is not.</summary>
public abstract class WriterContract<TStore> : StoreContract<TStore> where TStore : ITestStore, new()
{
    [Fact]
    public void Nothing_is_visible_before_the_commit_and_everything_after()
    {
        using var store = Place.Open();
        using var reader = Place.Open(create: false);
        using (var writer = store.BeginRun(Sample.RunId))
        {
            writer.AddEvent(1, Sample.Event());
            writer.AddActivity(1, Sample.Request().Id);
            writer.AddRequest(Sample.Request());
            Assert.Empty(reader.GetRuns());
            Assert.Empty(reader.GetRequests(new RequestQuery()));
            writer.Commit(Sample.Run());
        }
        Assert.Single(reader.GetRuns());
        Assert.Single(reader.GetEvents(Sample.Request().Id));
    }

    [Fact]
    public void A_run_that_is_not_committed_leaves_the_store_as_it_was()
    {
        var run = new SyntheticRun(Sample.OtherRunId, 2000);
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
        using (var store = Place.Open())
        {
            using (var writer = store.BeginRun(run.RunId)) run.Write(writer);
            Assert.Single(store.GetRuns());
            Assert.Single(store.GetRequests(new RequestQuery()));
        }

        Import(run.RunId, writer => run.Write(writer), run.Run);
        using var after = Place.Open(create: false);
        Assert.Equal(2, after.GetRuns().Count);
        Assert.Equal(SyntheticRun.EventsPerRequest, after.GetEvents(run.RequestId(1)).Count());
    }

    [Fact]
    public void A_run_is_stored_once()
    {
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
        using var store = Place.Open();
        Assert.Throws<InvalidOperationException>(() => store.BeginRun(Sample.RunId));
        Assert.Single(store.GetRequests(new RequestQuery()));
    }

    [Fact]
    public void A_run_that_is_being_written_is_refused_a_second_writer()
    {
        using var first = Place.Open();
        using var second = Place.Open();
        using (var writer = first.BeginRun(Sample.RunId))
        {
            var error = Assert.Throws<BorderPatrolException>(() => second.BeginRun(Sample.RunId));
            Assert.Equal(ErrorIds.StoreBusy, error.ErrorId);
        }
        using (var writer = second.BeginRun(Sample.RunId)) writer.Commit(Sample.Run());
        Assert.Single(first.GetRuns());
    }

    [Fact]
    public void A_hundred_thousand_events_come_back_request_by_request()
    {
        var run = new SyntheticRun(Sample.RunId, 2000);
        Import(run.RunId, writer => run.Write(writer), run.Run);

        using var store = Place.Open(create: false);
        Assert.Equal(run.Events, store.GetRuns().Single().Events);
        Assert.Equal(2000, store.GetRequests(new RequestQuery()).Count());
        foreach (int number in (int[])[1, 777, 2000])
        {
            var expected = Enumerable.Range(0, SyntheticRun.EventsPerRequest).Select(index => SyntheticRun.Event(number, index).ToString());
            Assert.Equal(expected, store.GetEvents(run.RequestId(number)).Select(observed => observed.ToString()));
            Assert.Equal(Enumerable.Range(0, SyntheticRun.ActivitiesPerRequest), store.GetSpans(run.RequestId(number)).Select(span => span.Sequence));
        }
    }

    [Fact]
    public void A_run_without_requests_is_a_run()
    {
        Import(Sample.RunId, writer => writer.AddEvent(0, Sample.Event()));
        using var store = Place.Open(create: false);
        Assert.Single(store.GetRuns());
        Assert.Empty(store.GetRequests(new RequestQuery()));
        Assert.Empty(store.GetServices());
    }

    [Fact]
    public void What_belongs_to_another_run_is_refused()
    {
        using var store = Place.Open();
        Assert.Throws<ArgumentException>(() => store.BeginRun("not a run id"));
        using var writer = store.BeginRun(Sample.RunId);
        Assert.Throws<ArgumentException>(() => writer.AddRequest(Sample.Request(runId: Sample.OtherRunId)));
        Assert.Throws<ArgumentException>(() => writer.AddSpan(Sample.Span(runId: Sample.OtherRunId)));
        Assert.Throws<ArgumentException>(() => writer.AddActivity(1, "00ab54cd"));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddActivity(0, Sample.Request().Id));
        Assert.Throws<ArgumentException>(() => writer.Commit(Sample.Run(Sample.OtherRunId)));
        writer.Commit(Sample.Run());
        Assert.Throws<ObjectDisposedException>(() => writer.AddEvent(1, Sample.Event()));
        Assert.Empty(store.GetRequests(new RequestQuery()));
    }

    [Fact]
    public void A_row_that_fails_halfway_leaves_no_trace()
    {
        Import(Sample.RunId, writer =>
        {
            Assert.ThrowsAny<Exception>(() => writer.AddRequest(Sample.Request(route: null!)));
            writer.AddRequest(Sample.Request(2));
        });
        using var store = Place.Open(create: false);
        Assert.Equivalent(Sample.Request(2), Assert.Single(store.GetRequests(new RequestQuery())), strict: true);
    }
}

public class DuckDbWriterTests : WriterContract<DuckDbTestStore>
{
    [Fact]
    public void Another_run_is_refused_a_second_writer()
    {
        using var store = Place.Open();
        using var writer = store.BeginRun(Sample.RunId);
        Assert.Equal(ErrorIds.StoreBusy, Assert.Throws<BorderPatrolException>(() => store.BeginRun(Sample.OtherRunId)).ErrorId);
    }
}

public class PostgresWriterTests : WriterContract<PostgresTestStore>
{
    [Fact]
    public void Another_run_is_written_at_the_same_time()
    {
        using var store = Place.Open();
        using var first = store.BeginRun(Sample.RunId);
        using var second = store.BeginRun(Sample.OtherRunId);
        first.AddRequest(Sample.Request());
        second.AddRequest(Sample.Request(runId: Sample.OtherRunId));
        second.Commit(Sample.Run(Sample.OtherRunId));
        first.Commit(Sample.Run());
        Assert.Equal(2, store.GetRequests(new RequestQuery()).Count());
    }
}
