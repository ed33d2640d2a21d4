using BorderPatrol.Storage.Tests.Stores;

namespace BorderPatrol.Storage.Tests.Contract;

/// <summary>Which requests, spans and events a question finds, and in what order.</summary>
public abstract class QueryContract<TStore> : StoreContract<TStore> where TStore : ITestStore, new()
{
    [Theory]
    [InlineData("apache2", "1,2")]
    [InlineData("APACHE2", "1,2")]
    [InlineData("apache", "")]
    [InlineData("*ache*", "1,2")]
    [InlineData("apache?", "1,2")]
    [InlineData("*", "1,2,3,4,5,6")]
    [InlineData("??", "")]
    [InlineData("100%", "3")]
    [InlineData("%", "")]
    [InlineData("a_b", "4")]
    [InlineData("a\\b", "5")]
    [InlineData("*\\*", "5")]
    [InlineData("überl'auf", "6")]
    [InlineData("ÜBERL?AUF", "6")]
    public void Services_match_patterns(string pattern, string numbers)
    {
        string[] services = ["apache2", "Apache2", "100%", "a_b", "a\\b", "Überl'auf"];
        Import(Sample.RunId, writer =>
        {
            for (int index = 0; index < services.Length; index++)
                writer.AddRequest(Sample.Request(index + 1, service: services[index], start: Sample.Time.AddTicks(index)));
        });
        AssertFinds(numbers, new RequestQuery { Service = pattern });
    }

    [Fact]
    public void All_conditions_must_hold()
    {
        Import(Sample.RunId, writer =>
        {
            writer.AddRequest(Sample.Request(1, route: "/a", status: "200", duration: TimeSpan.FromMilliseconds(1)));
            writer.AddRequest(Sample.Request(2, route: "/a", status: "500", duration: TimeSpan.FromMilliseconds(2)));
            writer.AddRequest(Sample.Request(3, route: "/b", status: "500", duration: TimeSpan.FromMilliseconds(3)));
        });
        AssertFinds("1,2,3", new RequestQuery());
        AssertFinds("2,3", new RequestQuery { Status = "5*" });
        AssertFinds("2", new RequestQuery { Status = "5*", Route = "/A" });
        AssertFinds("2,3", new RequestQuery { MinimumDuration = TimeSpan.FromMilliseconds(2) });
        AssertFinds("1,2", new RequestQuery { First = 2 });
        AssertFinds("", new RequestQuery { First = 0 });
        AssertFinds("", new RequestQuery { Service = "*", Route = "/b", Status = "200" });
    }

    [Fact]
    public void Requests_are_found_by_id_and_run()
    {
        Import(Sample.RunId, Three(Sample.RunId));
        Import(Sample.OtherRunId, Three(Sample.OtherRunId));
        string[] ids = [$"{Sample.OtherRunId[..8]}-3", $"{Sample.RunId[..8]}-2", $"{Sample.RunId[..8]}-1", $"{Sample.RunId[..8]}-9", "x", ""];

        using var store = Place.Open(create: false);
        Assert.Equal([ids[1], ids[2], ids[0]], Ids(store, new RequestQuery { Ids = ids }));
        Assert.Empty(Ids(store, new RequestQuery { Ids = [] }));
        Assert.Empty(Ids(store, new RequestQuery { Ids = ["' OR 1=1 --"] }));
        Assert.Equal([ids[0]], Ids(store, new RequestQuery { Ids = ids, RunId = Sample.OtherRunId }));
        Assert.Equal(3, Ids(store, new RequestQuery { RunId = Sample.RunId }).Count);
        Assert.Empty(Ids(store, new RequestQuery { RunId = "no run" }));
    }

    [Fact]
    public void A_hundred_thousand_ids_may_be_asked_for()
    {
        Import(Sample.RunId, Three(Sample.RunId));
        Import(Sample.OtherRunId, Three(Sample.OtherRunId));
        var numbers = Enumerable.Range(1, 50_000);
        string[] ids = [.. numbers.Select(number => $"{Sample.RunId[..8]}-{number}"), .. numbers.Select(number => $"{Sample.OtherRunId[..8]}-{number}")];

        using var store = Place.Open(create: false);
        Assert.Equal(6, Ids(store, new RequestQuery { Ids = ids }).Count);
    }

    [Fact]
    public void Requests_come_run_by_run_and_by_start()
    {
        Import(Sample.OtherRunId, Three(Sample.OtherRunId), RunAt(Sample.OtherRunId, Sample.Time));
        Import(Sample.RunId, Three(Sample.RunId), RunAt(Sample.RunId, Sample.Time.AddDays(1)));

        using var store = Place.Open(create: false);
        Assert.Equal([Sample.OtherRunId, Sample.RunId], store.GetRuns().Select(run => run.RunId));
        Assert.Equal(
            ["f0ab54cd-2", "f0ab54cd-1", "f0ab54cd-3", "00ab54cd-2", "00ab54cd-1", "00ab54cd-3"],
            Ids(store, new RequestQuery()));
    }

    [Fact]
    public void Spans_come_in_sequence_and_events_by_time_then_as_written()
    {
        Import(Sample.RunId, writer =>
        {
            writer.AddEvent(1, Sample.Event(Sample.Time.AddTicks(5), "fourth"));
            writer.AddEvent(2, Sample.Event(Sample.Time, "second"));
            writer.AddEvent(1, Sample.Event(Sample.Time, "third"));
            writer.AddEvent(0, Sample.Event(Sample.Time, "nobody's"));
            writer.AddEvent(3, Sample.Event(Sample.Time, "another's"));
            writer.AddEvent(2, Sample.Event(Sample.Time.AddTicks(-1), "first"));
            writer.AddActivity(2, "00ab54cd-1");
            writer.AddActivity(3, "00ab54cd-2");
            writer.AddActivity(1, "00ab54cd-1");
            for (int sequence = 0; sequence < 20; sequence++) writer.AddSpan(Sample.Span(sequence));
            writer.AddSpan(Sample.Span(0, 2));
        });

        using var store = Place.Open(create: false);
        Assert.Equal(["first", "second", "third", "fourth"], store.GetEvents("00ab54cd-1").Select(observed => observed.Text));
        Assert.Equal(Enumerable.Range(0, 20), store.GetSpans("00ab54cd-1").Select(span => span.Sequence));
        Assert.Empty(store.GetSpans("00ab54cd-3"));
        Assert.Empty(store.GetEvents("00ab54ce-1"));
        Assert.Empty(store.GetEvents("no id"));
    }

    [Fact]
    public void A_question_may_be_asked_while_the_answers_to_another_are_read()
    {
        Import(Sample.RunId, writer =>
        {
            for (int number = 1; number <= 5000; number++)
            {
                writer.AddRequest(Sample.Request(number));
                writer.AddSpan(Sample.Span(0, number));
            }
        });
        using var store = Place.Open(create: false);
        foreach (var request in store.GetRequests(new RequestQuery()).Take(50)) Assert.Single(store.GetSpans(request.Id));
    }

    [Fact]
    public void Services_are_told_once_each_in_order()
    {
        Import(Sample.RunId, writer =>
        {
            string[] services = ["b", "a", "Z", "b", "ä"];
            foreach (var (index, service) in services.Index()) writer.AddRequest(Sample.Request(index + 1, service: service));
        });
        using var store = Place.Open(create: false);
        Assert.Equal(["Z", "a", "b", "ä"], store.GetServices());
    }

    private static Action<BorderPatrol.Paths.IRunWriter> Three(string runId) => writer =>
    {
        writer.AddRequest(Sample.Request(1, runId, Sample.Time.AddTicks(1)));
        writer.AddRequest(Sample.Request(2, runId, Sample.Time));
        writer.AddRequest(Sample.Request(3, runId, Sample.Time.AddTicks(1)));
    };

    private static BPRun RunAt(string runId, DateTimeOffset imported) => new()
    {
        RunId = runId,
        RawLog = "a.raw",
        Imported = imported,
        Start = imported,
        Duration = TimeSpan.Zero,
        Requests = 3,
        Spans = 0,
        Events = 0,
        Processes = 0,
        Hosts = "",
        Lost = 0,
        Damaged = 0,
    };

    private static List<string> Ids(IPathStore store, RequestQuery query) => [.. store.GetRequests(query).Select(request => request.Id)];

    private void AssertFinds(string numbers, RequestQuery query)
    {
        using var store = Place.Open(create: false);
        Assert.Equal(numbers, string.Join(',', Ids(store, query).Select(id => id.Split('-')[1])));
    }
}

public class DuckDbQueryTests : QueryContract<DuckDbTestStore>;

public class PostgresQueryTests : QueryContract<PostgresTestStore>;
