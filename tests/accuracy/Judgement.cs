using BorderPatrol.EndToEnd.Tests.Accuracy;

namespace BorderPatrol.Accuracy;

/// <summary>Compares what the analyzer says of one request with the messages that it must have led to.</summary>
public sealed class Judgement
{
    private readonly string _tag;
    private readonly Message[] _expected;
    private readonly List<Found> _found;

    /// <summary>Judges.</summary>
    /// <param name="tag">The request's tag.</param>
    /// <param name="expected">What it must have led to.</param>
    /// <param name="paths">The paths that hold messages of the tag.</param>
    public Judgement(string tag, IEnumerable<Message> expected, IReadOnlyCollection<TracedPath> paths)
    {
        (_tag, _expected) = (tag, [.. expected]);
        _found = [.. paths.SelectMany(Found.In)];
        Certainty = paths.Count == 0 ? BPCertainty.Incomplete : paths.Max(path => path.Request.Certainty);
        (Verdict, Detail) = Judge(paths);
        Reasons = string.Join("; ", paths.Select(path => path.Request.Reasons).Where(reasons => reasons.Length > 0).Distinct());
    }

    /// <summary>How the messages came out.</summary>
    public Verdict Verdict { get; }

    /// <summary>What is wrong, in words.</summary>
    public string Detail { get; }

    /// <summary>How far the analyzer trusts its path, the worst where there are several.</summary>
    public BPCertainty Certainty { get; }

    /// <summary>Why not further.</summary>
    public string Reasons { get; }

    /// <summary>Edges that must be there.</summary>
    public int ExpectedEdges => _expected.Count(message => message.Parent >= 0);

    /// <summary>Edges to messages of this tag that are there.</summary>
    public int FoundEdges => Edges.Count();

    /// <summary>Edges that are there and must be.</summary>
    public int RightEdges => Edges.Where(IsRight).DistinctBy(found => found.Label).Count();

    /// <summary>Edges that must not be there and that the analyzer does not doubt.</summary>
    public int UnmarkedEdges => Edges.Count(found => !IsRight(found) && found.Span.Certainty <= BPCertainty.Inferred);

    private IEnumerable<Found> Edges => _found.Where(found => found.Tag == _tag && found.Parent is not null);

    private IEnumerable<string> ExpectedLabels => _expected.Select(message => Found.LabelOf(_tag, message));

    private bool IsRight(Found found) => _expected.Any(message =>
        message.Parent >= 0 && Found.LabelOf(_tag, message) == found.Label && Found.LabelOf(_tag, _expected[message.Parent]) == found.Parent?.Label);

    private (Verdict Verdict, string Detail) Judge(IReadOnlyCollection<TracedPath> paths)
    {
        string[] own = [.. _found.Where(found => found.Tag == _tag).Select(found => found.Label)];
        string[] missing = [.. ExpectedLabels.Except(own)];
        if (missing.Length > 0) return (Verdict.Missing, $"no path has {string.Join(", ", missing)}; paths have {string.Join(", ", own)}");
        if (paths.Count > 1) return (Verdict.Split, string.Join(" | ", paths.Select(path => string.Join(", ", Found.In(path).Select(found => found.Label)))));
        string[] strangers = [.. _found.Where(found => found.Tag != _tag).Select(found => found.Label)];
        if (strangers.Length > 0) return (Verdict.Merged, $"also has {string.Join(", ", strangers)}");
        if (!own.SequenceEqual(ExpectedLabels)) return (Verdict.WrongOrder, string.Join(", ", own));
        if (RightEdges == ExpectedEdges && FoundEdges == ExpectedEdges) return (Verdict.Exact, "");
        return (Verdict.WrongFact, string.Join(", ", _found.Select(found => $"{found.Label} under {found.Parent?.Label}")));
    }
}
