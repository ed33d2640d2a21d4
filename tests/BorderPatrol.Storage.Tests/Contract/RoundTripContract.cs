using BorderPatrol.Storage.Tests.Stores;

namespace BorderPatrol.Storage.Tests.Contract;

/// <summary>What goes in comes out.</summary>
public abstract class RoundTripContract<TStore> : StoreContract<TStore> where TStore : ITestStore, new()
{
    private static readonly string Id = Sample.Request().Id;

    [Fact]
    public void Every_property_of_every_object_comes_back()
    {
        Import(Sample.RunId, writer =>
        {
            writer.AddEvent(9, Sample.Event());
            writer.AddActivity(9, Id);
            writer.AddRequest(Sample.Request());
            writer.AddSpan(Sample.Span());
        });

        using var store = Place.Open(create: false);
        Assert.Equivalent(Sample.Run(), Assert.Single(store.GetRuns()), strict: true);
        Assert.Equivalent(Sample.Request(), Assert.Single(store.GetRequests(new RequestQuery())), strict: true);
        Assert.Equivalent(Sample.Span(), Assert.Single(store.GetSpans(Id)), strict: true);
        Assert.Equivalent(Sample.Event(requestId: Id), Assert.Single(store.GetEvents(Id)), strict: true);
    }

    [Fact]
    public void Smallest_and_largest_values_come_back()
    {
        BPEvent[] events = [Extreme(int.MinValue, long.MinValue, DateTimeOffset.MinValue), Extreme(int.MaxValue, long.MaxValue, DateTimeOffset.MaxValue)];
        Import(Sample.RunId, writer =>
        {
            foreach (var observed in events) writer.AddEvent(long.MaxValue, observed);
            writer.AddActivity(long.MaxValue, $"{Sample.RunId[..8]}-{long.MaxValue}");
        });

        using var store = Place.Open(create: false);
        Assert.Equivalent(events, store.GetEvents($"{Sample.RunId[..8]}-{long.MaxValue}").ToArray(), strict: true);
    }

    [Fact]
    public void A_time_with_an_offset_comes_back_as_the_same_moment_in_UTC()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(5.5)).AddTicks(7);
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request(start: time)));

        using var store = Place.Open(create: false);
        var request = Assert.Single(store.GetRequests(new RequestQuery()));
        Assert.Equal(time, request.Start);
        Assert.Equal(TimeSpan.Zero, request.Start.Offset);
    }

    [Fact]
    public void Texts_come_back()
    {
        AssertText("", "");
        AssertText("ä€😀\u0301 \u202e \\ ' \" $1 \t\r\n\u0001\u007f", "ä€😀\u0301 \u202e \\ ' \" $1 \t\r\n\u0001\u007f");
    }

    [Fact]
    public void What_a_database_cannot_keep_is_replaced()
    {
        AssertText("NUL \0 becomes its picture \0", "NUL ␀ becomes its picture ␀");
        AssertText("half \ud83d a pair", "half \ufffd a pair");
        AssertText("😀\ude00", "😀\ufffd");
        AssertText("\ud83d", "\ufffd");
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(17 << 20)]
    public void Long_texts_come_back(int length)
    {
        string text = string.Concat(Enumerable.Range(0, length / 8).Select(number => $"{number:x7}ß"));
        AssertText(text, text);
    }

    private static BPEvent Extreme(int small, long large, DateTimeOffset time) => new()
    {
        Time = time,
        Duration = TimeSpan.FromTicks(large),
        Host = "",
        ProcessId = small,
        ThreadId = small,
        Program = "",
        Call = "",
        Result = large,
        Error = "",
        Arguments = "",
        Text = "",
        Descriptor = small,
        Bytes = large,
        RequestId = $"{Sample.RunId[..8]}-{long.MaxValue}",
    };

    private void AssertText(string written, string read)
    {
        string runId = Guid.NewGuid().ToString("N");
        string id = Sample.Request(runId: runId).Id;
        Import(runId, writer =>
        {
            writer.AddEvent(1, Sample.Event(text: written));
            writer.AddActivity(1, id);
            writer.AddSpan(Sample.Span(text: written, runId: runId));
        });

        using var store = Place.Open(create: false);
        Assert.Equal(read, Assert.Single(store.GetEvents(id)).Text);
        Assert.Equal(read, Assert.Single(store.GetSpans(id)).Text);
    }
}

public class DuckDbRoundTripTests : RoundTripContract<DuckDbTestStore>;

public class PostgresRoundTripTests : RoundTripContract<PostgresTestStore>;
