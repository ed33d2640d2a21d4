using BorderPatrol.EndToEnd.Tests.Accuracy;

namespace BorderPatrol.Accuracy;

/// <summary>A tagged message in a path.</summary>
/// <param name="Tag">Whose it is.</param>
/// <param name="Label">Tells it from all others: mark, protocol and program.</param>
/// <param name="Span">Its span.</param>
/// <param name="Parent">The nearest tagged message that led to it; null when none did.</param>
public sealed record Found(string Tag, string Label, BPSpan Span, Found? Parent)
{
    /// <summary>The tagged messages of a path, in its order.</summary>
    /// <param name="path">The path.</param>
    public static IReadOnlyList<Found> In(TracedPath path)
    {
        var bySequence = new Dictionary<int, Found>(path.Spans.Count);
        foreach (var span in path.Spans)
        {
            var parent = bySequence.GetValueOrDefault(span.Parent);
            if (TaggedRequest.Read(span.Text) is var (tag, step)) parent = new Found(tag, Name(tag, step, span.Protocol, span.Program), span, parent);
            if (parent is not null) bySequence[span.Sequence] = parent;
        }
        return [.. path.Spans.Select(span => bySequence.GetValueOrDefault(span.Sequence)).OfType<Found>().Distinct(ReferenceEqualityComparer.Instance).Cast<Found>()];
    }

    /// <summary>The label of an expected message.</summary>
    /// <param name="tag">Whose it is.</param>
    /// <param name="message">The message.</param>
    public static string LabelOf(string tag, Message message) => Name(tag, message.Step, message.Protocol, message.Program);

    private static string Name(string tag, int step, string protocol, string program) => $"{tag}x{step} {protocol} {program}";
}
