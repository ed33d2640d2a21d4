using BorderPatrol.Paths;
using BorderPatrol.Raw;
using BorderPatrol.Storage;

namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>A raw log's analysis in a store.</summary>
public static class StoredRun
{
    /// <summary>Analyzes a raw log into a store.</summary>
    /// <param name="store">Does not have this run yet.</param>
    /// <param name="rawLog">The file.</param>
    public static BPRun Import(IPathStore store, string rawLog)
    {
        using var log = RawLog.Open(rawLog);
        using var writer = store.BeginRun(log.RunId);
        return Analyzer.Analyze(log, writer);
    }

    /// <summary>All requests of a store with their spans.</summary>
    /// <param name="store">The store.</param>
    public static IReadOnlyList<TracedPath> Paths(IPathStore store) =>
        [.. store.GetRequests(new RequestQuery()).ToArray().Select(request => new TracedPath(request, [.. store.GetSpans(request.Id)]))];
}
