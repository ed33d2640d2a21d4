using System.Text;

namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>Compares the paths of a run with what the tagged requests really did.</summary>
public sealed class AccuracyReport
{
    private const int Shown = 5;
    private readonly List<(string Tag, Verdict Verdict, string Detail)> _verdicts = [];

    /// <summary>Judges every answered request.</summary>
    /// <param name="paths">All paths of the run.</param>
    /// <param name="truths">What each request really did.</param>
    public AccuracyReport(IEnumerable<TracedPath> paths, IEnumerable<Truth> truths)
    {
        var byTag = paths.SelectMany(path => path.Tagged.Select(pair => (pair.Tag, path))).ToLookup(pair => pair.Tag, pair => pair.path);
        foreach (var truth in truths)
        {
            string tag = truth.Answer.Request.Tag;
            var (verdict, detail) = Judge(truth, [.. byTag[tag].Distinct()]);
            _verdicts.Add((tag, verdict, detail));
        }
    }

    /// <summary>Number of requests judged.</summary>
    public int Count => _verdicts.Count;

    /// <summary>Number of requests whose path is exactly right.</summary>
    public int Exact => _verdicts.Count(entry => entry.Verdict == Verdict.Exact);

    /// <summary>The counts, and the first offending tags of each kind.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Exact} of {Count} paths are exact\n");
        foreach (var group in _verdicts.Where(entry => entry.Verdict != Verdict.Exact).GroupBy(entry => entry.Verdict).OrderBy(group => group.Key))
        {
            text.Append($"{group.Key}: {group.Count()}\n");
            foreach (var (tag, _, detail) in group.OrderBy(entry => entry.Tag, StringComparer.Ordinal).Take(Shown))
                text.Append($"  {tag}: {detail}\n");
        }
        return text.ToString();
    }

    private static (Verdict Verdict, string Detail) Judge(Truth truth, IReadOnlyList<TracedPath> paths)
    {
        string tag = truth.Answer.Request.Tag;
        string[] expected = [.. truth.Messages];
        string[] found = [.. paths.SelectMany(path => path.Tagged).Where(pair => pair.Tag == tag).Select(pair => Truth.Message(pair.Span))];
        var missing = expected.Except(found).ToArray();
        if (missing.Length > 0) return (Verdict.Missing, $"no path has {string.Join(" | ", missing)}");
        if (paths.Count > 1) return (Verdict.Split, string.Join(", ", paths.Select(path => path.Request.Id)));
        var strangers = paths[0].Tagged.Where(pair => pair.Tag != tag).Select(pair => pair.Tag).Distinct().ToArray();
        if (strangers.Length > 0) return (Verdict.Merged, $"{paths[0].Request.Id} also has {string.Join(", ", strangers)}");
        if (!found.SequenceEqual(expected)) return (Verdict.WrongOrder, string.Join(" | ", found));
        var wrong = truth.WrongFacts(paths[0]).ToArray();
        return wrong.Length > 0 ? (Verdict.WrongFact, string.Join("; ", wrong)) : (Verdict.Exact, "");
    }
}
