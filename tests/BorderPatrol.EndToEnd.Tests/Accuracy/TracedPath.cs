using System.Text.RegularExpressions;

namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>A request with its spans in causal order, and the tagged messages among them.</summary>
/// <param name="Request">The request.</param>
/// <param name="Spans">Its spans.</param>
public sealed partial record TracedPath(BPRequest Request, IReadOnlyList<BPSpan> Spans)
{
    /// <summary>The spans whose message carries a tag, with that tag.</summary>
    public IReadOnlyList<(string Tag, BPSpan Span)> Tagged =>
        [.. Spans.Select(span => (Match: TagPattern.Match(span.Text), Span: span)).Where(pair => pair.Match.Success).Select(pair => (pair.Match.Groups[1].Value, pair.Span))];

    [GeneratedRegex(@"tag=(r\d{4})\b")]
    private static partial Regex TagPattern { get; }
}
