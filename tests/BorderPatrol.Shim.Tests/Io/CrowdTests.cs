using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>Many clients pipeline at once: every readiness arrives, and no receiving call gets more than one request's end.</summary>
public class CrowdTests
{
    [Theory]
    [InlineData("level")]
    [InlineData("edge")]
    [InlineData("oneshot")]
    [InlineData("poll")]
    [InlineData("threads")]
    public void A_server_of_any_kind_answers_all_its_clients(string waiting)
    {
        using var spool = new Spool();
        Run plain = Run.Plain(Io.Program("crowd"), waiting), traced = Run.Traced(spool, Io.Program("crowd"), waiting);
        Assert.Equal(plain.Output, traced.Output);
        Assert.Equal((plain.Errors, 0), (traced.Errors, traced.ExitCode));
        List<int> ends = [.. spool.Streams.SelectMany(RequestsByCall)];
        Assert.DoesNotContain(ends, count => count > 1);
        Assert.Equal(traced.Output, $"{ends.Sum()} answers\n");
    }

    /// <summary>For each call that received, how many requests ended in what it got.</summary>
    internal static IEnumerable<int> RequestsByCall(Recording stream)
    {
        int ended = 0;
        foreach (Record record in stream.Records)
        {
            if (record.Kind == RecordKind.Message && record.As<WireMessage>() is { Type: MessageType.Request } message)
            {
                if (!message.Flags.HasFlag(MessageOptions.Sent) && message.Flags.HasFlag(MessageOptions.End)) ended++;
            }
            else if (record.Kind == RecordKind.Call)
            {
                yield return ended;
                ended = 0;
            }
        }
    }
}
