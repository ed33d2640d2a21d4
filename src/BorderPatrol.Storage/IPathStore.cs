using BorderPatrol.Paths;

namespace BorderPatrol.Storage;

/// <summary>Where runs, requests, spans and events are kept. One instance serves one thread at a time.</summary>
public interface IPathStore : IDisposable
{
    /// <summary>Where it is, as shown to users: a file's path, or a server's host and database (never a password).</summary>
    string Location { get; }

    /// <summary>The runs in the store, oldest import first.</summary>
    IReadOnlyList<BPRun> GetRuns();

    /// <summary>
    /// Begins to write a run. A file takes one writer at a time; a server takes several, but one for each run. Readers are not disturbed.
    /// </summary>
    /// <param name="runId">The run; an existing one must be asked for with <see cref="GetRuns"/> before.</param>
    /// <exception cref="BorderPatrolException"><see cref="ErrorIds.StoreBusy"/>: there is another writer.</exception>
    /// <exception cref="InvalidOperationException">The store has the run, or was opened for reading.</exception>
    IRunWriter BeginRun(string runId);

    /// <summary>The requests that match, ordered by run and start.</summary>
    /// <param name="query">What to match.</param>
    IEnumerable<BPRequest> GetRequests(RequestQuery query);

    /// <summary>The spans of a request in causal order; empty when there is no such request.</summary>
    /// <param name="requestId">The request.</param>
    IEnumerable<BPSpan> GetSpans(string requestId);

    /// <summary>Every event of a request, ordered by time.</summary>
    /// <param name="requestId">The request.</param>
    IEnumerable<BPEvent> GetEvents(string requestId);

    /// <summary>The different services of the requests, for completion.</summary>
    IReadOnlyList<string> GetServices();
}
