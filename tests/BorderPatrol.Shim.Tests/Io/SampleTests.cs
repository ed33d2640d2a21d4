using System.Globalization;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>What a thread used is sampled where it turns to another request, and not more often.</summary>
public class SampleTests
{
    [Fact]
    public void A_thread_is_sampled_once_for_each_request_that_it_receives_and_at_its_end()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Io.Program("turns"));
        int requests = int.Parse(run.Output, CultureInfo.InvariantCulture);
        Record[] records = [.. spool.Main(run.ProcessId).Records];
        Assert.Equal(requests + 1, records.Count(record => record.Kind == RecordKind.Cost));
        foreach (int begin in Enumerable.Range(0, records.Length).Where(place => BeginsRequest(records[place])))
            Assert.Equal([RecordKind.Cost, RecordKind.Call], records.Skip(begin + 1).Take(2).Select(record => record.Kind));
    }

    private static bool BeginsRequest(Record record) => record.Kind == RecordKind.Message && record.As<WireMessage>() is { Type: MessageType.Request } message
        && message.Flags.HasFlag(MessageOptions.Begin) && !message.Flags.HasFlag(MessageOptions.Sent);
}
