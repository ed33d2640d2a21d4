using System.Globalization;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>What a thread used is sampled where it turns to another request, and not more often than it pays.</summary>
public class SampleTests
{
    private const ulong Pace = 100_000;
    private const ulong Waited = 20_000;

    [Fact]
    public void A_thread_is_sampled_where_it_turns_to_a_request_after_a_wait_or_after_a_while_and_at_its_end()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Io.Program("turns"));
        int requests = int.Parse(run.Output, CultureInfo.InvariantCulture);
        Record[] records = [.. spool.Main(run.ProcessId).Records];
        int[] turns = [.. Enumerable.Range(0, records.Length).Where(place => BeginsRequest(records[place]))];
        Assert.Equal(requests, turns.Length);
        int last = -1;
        var sampled = new List<int>();
        foreach (int turn in turns)
        {
            if (IsDue(records, last, turn)) sampled.Add(last = turn + 1);
        }

        Assert.Equal([.. sampled, records.Length - 1], Enumerable.Range(0, records.Length).Where(place => records[place].Kind == RecordKind.Cost));
        Assert.All(sampled, place => Assert.Equal(RecordKind.Call, records[place + 1].Kind));
        Assert.InRange(sampled.Count, 41, requests / 2);
    }

    // Of the call that brought the message, what lay before it.
    private static bool IsDue(Record[] records, int last, int turn)
    {
        if (last < 0) return true;
        ulong time = records[turn].As<WireMessage>().Time;
        int call = Array.FindIndex(records, turn, record => record.Kind == RecordKind.Call);
        return time - records[last].As<WireCost>().Time >= Pace
            || time - records[call].Call.Begin > Waited
            || records[last..call].Any(record => record.Kind == RecordKind.Call && record.Call.End - record.Call.Begin > Waited);
    }

    private static bool BeginsRequest(Record record) => record.Kind == RecordKind.Message && record.As<WireMessage>() is { Type: MessageType.Request } message
        && message.Flags.HasFlag(MessageOptions.Begin) && !message.Flags.HasFlag(MessageOptions.Sent);
}
