using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;

namespace BorderPatrol.Accuracy.Tests;

/// <summary>The judge must not be lenient: each kind of fault is planted and must be found.</summary>
public class JudgementTests
{
    private static readonly Message[] Expected = [new(-1, "http", "nginx", 0), new(0, "fastcgi", "php", 0), new(1, "mysql", "db", 1), new(1, "mysql", "db", 2)];

    [Fact]
    public void A_right_path_is_exact()
    {
        var judgement = Judge(Path(0, 1, 2, 3));
        Assert.Equal((Verdict.Exact, 3, 3, 0), (judgement.Verdict, judgement.RightEdges, judgement.FoundEdges, judgement.UnmarkedEdges));
    }

    [Fact]
    public void No_path_is_missing() => Assert.Equal((Verdict.Missing, 0), (Judge().Verdict, Judge().FoundEdges));

    [Fact]
    public void A_lost_message_is_missing() => Assert.Equal((Verdict.Missing, 2), (Judge(Path(0, 1, 2)).Verdict, Judge(Path(0, 1, 2)).RightEdges));

    [Fact]
    public void A_torn_path_is_split() => Assert.Equal((Verdict.Split, 1), (Judge(Path(0, 1), Path(2), Path(3)).Verdict, Judge(Path(0, 1), Path(2), Path(3)).RightEdges));

    [Fact]
    public void Swapped_calls_are_in_wrong_order() => Assert.Equal(Verdict.WrongOrder, Judge(Path(0, 1, 3, 2)).Verdict);

    [Fact]
    public void A_call_told_twice_is_in_wrong_order() => Assert.Equal((Verdict.WrongOrder, 3, 4), Edges(Judge(Path(0, 1, 2, 3, 3))));

    [Fact]
    public void Another_requests_call_is_merged()
    {
        var path = Path(0, 1, 2, 3);
        path = path with { Spans = [.. path.Spans, Span("r000002", 4, 1, Expected[3])] };
        Assert.Equal(Verdict.Merged, Judge(path).Verdict);
        var other = new Judgement("r000002", Expected, [path]);
        Assert.Equal((1, 0, 1), (other.FoundEdges, other.RightEdges, other.UnmarkedEdges));
    }

    [Theory]
    [InlineData(BPCertainty.Proven, 1)]
    [InlineData(BPCertainty.Ambiguous, 0)]
    public void A_call_under_the_wrong_message_is_found_and_counts_when_it_is_not_doubted(BPCertainty certainty, int unmarked)
    {
        var path = Path(0, 1, 2);
        var judgement = Judge(path with { Spans = [.. path.Spans, Span("r000001", 3, 0, Expected[3], certainty)] });
        Assert.Equal((Verdict.WrongFact, 2, unmarked), (judgement.Verdict, judgement.RightEdges, judgement.UnmarkedEdges));
    }

    private static (Verdict, int, int) Edges(Judgement judgement) => (judgement.Verdict, judgement.RightEdges, judgement.FoundEdges);

    private static Judgement Judge(params TracedPath[] paths) => new("r000001", Expected, paths);

    // Of those of the expected messages; one whose parent is not there has none.
    private static TracedPath Path(params int[] messages)
    {
        var spans = messages.Select((message, sequence) => Span("r000001", sequence, Array.IndexOf(messages, Expected[message].Parent), Expected[message]));
        var sample = SamplePath.All([new Truth(new ShopAnswer(new ShopRequest(1), 7, 8), 9, false, [])], BPCertainty.Proven, 8).Single();
        return new TracedPath(sample.Request, [.. spans]);
    }

    private static BPSpan Span(string tag, int sequence, int parent, Message message, BPCertainty certainty = BPCertainty.Proven) =>
        SamplePath.Span(tag, sequence, parent, depth: parent + 1, message.Protocol, message.Program, $"/* {tag}x{message.Step} */", certainty);
}
