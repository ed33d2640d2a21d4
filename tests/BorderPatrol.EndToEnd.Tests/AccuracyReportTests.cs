using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>The judge must not be lenient: each kind of fault is planted and must be found.</summary>
public class AccuracyReportTests
{
    private static readonly Truth[] Truths = [.. Enumerable.Range(0, 8).Select(number => new Truth(new ShopAnswer(new ShopRequest(number), 7, 8), 9, false, ["STARTUP"]))];

    private static IEnumerable<TracedPath> Paths => SamplePath.All(Truths, BPCertainty.Proven, 8);

    [Fact]
    public void Right_paths_are_exact() => Assert.Equal(8, Judge(Paths).Exact);

    [Fact]
    public void A_lost_message_is_missing() => Finds("Missing", Paths.Select(path => Without(path, path.Spans.Count - 1)));

    [Fact]
    public void A_torn_path_is_split() =>
        Finds("Split", Paths.SelectMany(path => new[] { Without(path, 0), path with { Spans = [path.Spans[0]] } }));

    [Fact]
    public void Another_requests_message_is_merged() =>
        Finds("Merged", Paths.Chunk(2).SelectMany(pair => new[] { pair[0] with { Spans = [.. pair[0].Spans, .. pair[1].Spans] }, Without(pair[1], 0) }), 4);

    [Fact]
    public void Swapped_messages_are_in_wrong_order() =>
        Finds("WrongOrder", Paths.Select(path => path with { Spans = [.. path.Spans.Take(3), .. path.Spans.Skip(3).Reverse()] }), 6);

    [Fact]
    public void A_message_told_twice_is_in_wrong_order() =>
        Finds("WrongOrder", Paths.Select(path => path with { Spans = [.. path.Spans, path.Spans[^1]] }));

    [Theory]
    [InlineData("certainty")]
    [InlineData("exchanges around the queries")]
    [InlineData("database process")]
    public void A_wrong_fact_is_named(string fact)
    {
        var paths = SamplePath.All(Truths, fact == "certainty" ? BPCertainty.Ambiguous : BPCertainty.Proven, fact == "database process" ? 99 : 8);
        if (fact == "exchanges around the queries") paths = paths.Select(path => Without(path, 2));
        Assert.Contains(fact, Finds("WrongFact", paths));
    }

    private static string Finds(string verdict, IEnumerable<TracedPath> paths, int count = 8)
    {
        var report = Judge(paths);
        Assert.Contains($"{verdict}: {count}\n", report.ToString());
        return report.ToString();
    }

    private static AccuracyReport Judge(IEnumerable<TracedPath> paths) => new(paths, Truths);

    private static TracedPath Without(TracedPath path, int index) => path with { Spans = [.. path.Spans.Take(index), .. path.Spans.Skip(index + 1)] };
}
