using BorderPatrol.EndToEnd.Tests.Load;

namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>What one tagged request really did, as its answer and the web server's access log tell.</summary>
/// <param name="Answer">What the shop answered.</param>
/// <param name="Worker">Process of the web server that served it.</param>
/// <param name="Threaded">Whether the web server serves requests in threads beside its processes' first.</param>
/// <param name="Connecting">The exchanges that a script has with the database before its first query.</param>
public sealed record Truth(ShopAnswer Answer, int Worker, bool Threaded, IReadOnlyList<string> Connecting)
{
    /// <summary>Its tagged messages in order.</summary>
    public IEnumerable<string> Messages =>
        [Answer.Request.Tag, Answer.Request.Tag, .. Answer.Request.Steps.Select((_, index) => Answer.Request.Statement(index + 1))];

    /// <summary>A tagged message in short: the tag for HTTP and CGI, the beginning of the statement for SQL.</summary>
    /// <param name="span">Its span.</param>
    public static string Message(BPSpan span)
    {
        bool asks = span.Protocol is "http" or "cgi";
        int start = span.Text.IndexOf(asks ? "tag=r" : "/* tag=r", StringComparison.Ordinal);
        string rest = start < 0 ? span.Text : span.Text[start..];
        return asks ? rest["tag=".Length..][..5] : rest[..Math.Min(rest.Length, ShopRequest.StatementLength)];
    }

    /// <summary>The facts of a path with the right messages that are wrong.</summary>
    /// <param name="path">The path.</param>
    public IEnumerable<string> WrongFacts(TracedPath path) => RequestFacts(path).Concat(SpanFacts(path)).Where(fact => fact is not null).Cast<string>();

    private IEnumerable<string?> RequestFacts(TracedPath path)
    {
        var request = path.Request;
        yield return Differs("certainty", BPCertainty.Proven, request.Certainty, request.Reasons);
        yield return Differs("service", "apache2", request.Service);
        yield return Differs("status", $"{Answer.Request.Status}", request.Status);
        yield return Differs("hosts", "machine-a,machine-b", request.Hosts);
        yield return Differs("client", "192.168.0.3", request.Client.Split(':')[0]);
        yield return Differs("spans", path.Spans.Count, request.Spans);
        yield return Longer("duration", request.Duration);
        string[] connecting = [.. path.Spans.Skip(2).Except(path.Tagged.Select(pair => pair.Span)).Select(span => span.Operation)];
        yield return Differs("exchanges around the queries", string.Join(',', Connecting), string.Join(',', connecting));
    }

    private IEnumerable<string?> SpanFacts(TracedPath path)
    {
        var web = path.Spans[0];
        yield return Differs("first span's message", Answer.Request.Tag, Message(web));
        yield return Differs("web process", Worker, web.ProcessId);
        yield return Differs("whether another thread served", Threaded, web.ThreadId != web.ProcessId);
        var tagged = path.Tagged.Select(pair => pair.Span).ToHashSet();
        foreach (var (index, span) in path.Spans.Index())
        {
            bool query = index > 1;
            yield return Differs("sequence", index, span.Sequence);
            yield return Differs("protocol", index == 0 ? "http" : query ? "postgresql" : "cgi", span.Protocol);
            yield return Differs("host", query ? "machine-b" : "machine-a", span.Host);
            yield return Differs("parent", query ? 1 : index - 1, span.Parent);
            yield return Differs("span certainty", BPCertainty.Proven, span.Certainty);
            yield return Longer($"duration of {span.Operation}", span.Duration);
            if (index != 1) yield return Differs("program", query ? "postgres" : "apache2", span.Program);
            if (index != 1) yield return Differs("peer", query ? "192.168.0.1" : "192.168.0.3", span.Peer.Split(':')[0]);
            if (index == 1) yield return Differs("script's process", Answer.Script, span.ProcessId);
            if (index == 1) yield return Differs("script's status", $"{Answer.Request.Status}", span.Status);
            if (query) yield return Differs("database process", Answer.Backend, span.ProcessId);
            if (query && tagged.Contains(span)) yield return Differs("query status", "OK", span.Status);
        }
    }

    private static string? Differs<T>(string what, T expected, T actual, string reason = "") =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"{what} is {actual}, not {expected} {reason}".TrimEnd();

    private static string? Longer(string what, TimeSpan actual) => actual > TimeSpan.Zero ? null : $"{what} is {actual}";
}
