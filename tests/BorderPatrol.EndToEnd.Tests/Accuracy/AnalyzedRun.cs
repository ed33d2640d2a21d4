using BorderPatrol.Paths;
using BorderPatrol.Raw;

namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>The analysis of a raw log, kept in memory.</summary>
public sealed class AnalyzedRun : IRunWriter
{
    private readonly List<BPRequest> _requests = [];
    private readonly List<BPSpan> _spans = [];

    private AnalyzedRun()
    {
    }

    /// <summary>What the analyzer warned of.</summary>
    public List<BPWarning> Warnings { get; } = [];

    /// <summary>The run's facts.</summary>
    public BPRun? Facts { get; private set; }

    /// <summary>All requests with their spans.</summary>
    public IEnumerable<TracedPath> Paths
    {
        get
        {
            var spans = _spans.ToLookup(span => span.RequestId);
            return _requests.Select(request => new TracedPath(request, [.. spans[request.Id].OrderBy(span => span.Sequence)]));
        }
    }

    /// <summary>Analyzes a raw log.</summary>
    /// <param name="rawLog">The file.</param>
    public static AnalyzedRun Of(string rawLog)
    {
        using var log = RawLog.Open(rawLog);
        using var run = new AnalyzedRun();
        Analyzer.Analyze(log, run, warn: run.Warnings.Add);
        return run;
    }

    /// <inheritdoc/>
    public void AddEvent(long activity, BPEvent observed)
    {
    }

    /// <inheritdoc/>
    public void AddActivity(long activity, string requestId)
    {
    }

    /// <inheritdoc/>
    public void AddRequest(BPRequest request) => _requests.Add(request);

    /// <inheritdoc/>
    public void AddSpan(BPSpan span) => _spans.Add(span);

    /// <inheritdoc/>
    public void Commit(BPRun run) => Facts = run;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
