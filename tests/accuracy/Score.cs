using System.Globalization;
using BorderPatrol.EndToEnd.Tests.Accuracy;

namespace BorderPatrol.Accuracy;

/// <summary>What a stack came to in a cell: the figures of a row.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Cell">How it was asked.</param>
/// <param name="Judgements">Of every request.</param>
public sealed record Score(string Stack, Cell Cell, IReadOnlyList<Judgement> Judgements)
{
    /// <summary>The table's head.</summary>
    public const string Head = """
        | stack | at a time | keep-alive | requests | exact | missing | split | merged | wrong order | wrong parent | precision | recall | wrong edges, unmarked | Proven | Inferred | Ambiguous | Incomplete |
        | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        """;

    /// <summary>Tells this row from the others of the table.</summary>
    public string Key => $"| {Stack} | {Cell.Concurrency} | {(Cell.KeepAlive ? "on" : "off")} | ";

    /// <summary>Requests whose path is exactly right.</summary>
    public int Exact => Count(Verdict.Exact);

    /// <summary>Edges that are wrong though the analyzer does not doubt them.</summary>
    public int UnmarkedEdges => Judgements.Sum(judgement => judgement.UnmarkedEdges);

    /// <summary>Requests by how far their path is trusted.</summary>
    /// <param name="certainty">How far.</param>
    public int Count(BPCertainty certainty) => Judgements.Count(judgement => judgement.Certainty == certainty);

    /// <summary>Its row of the table.</summary>
    public override string ToString() => Key + string.Join(" | ", Cells) + " |";

    private IEnumerable<string> Cells =>
    [
        $"{Judgements.Count}",
        Percent(Exact, Judgements.Count),
        .. new[] { Verdict.Missing, Verdict.Split, Verdict.Merged, Verdict.WrongOrder, Verdict.WrongFact }.Select(verdict => $"{Count(verdict)}"),
        Percent(Judgements.Sum(judgement => judgement.RightEdges), Judgements.Sum(judgement => judgement.FoundEdges)),
        Percent(Judgements.Sum(judgement => judgement.RightEdges), Judgements.Sum(judgement => judgement.ExpectedEdges)),
        $"{Judgements.Sum(judgement => judgement.FoundEdges - judgement.RightEdges)}, {UnmarkedEdges}",
        .. Enum.GetValues<BPCertainty>().Select(certainty => $"{Count(certainty)}"),
    ];

    private int Count(Verdict verdict) => Judgements.Count(judgement => judgement.Verdict == verdict);

    // Rounded down, so that 100 % is all of them.
    private static string Percent(int part, int whole) =>
        whole == 0 ? "-" : (Math.Floor(10_000.0 * part / whole) / 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
