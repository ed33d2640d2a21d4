using BorderPatrol.Paths;
using BorderPatrol.Storage.Rows;

namespace BorderPatrol.Storage;

/// <summary>Writes one run through a transaction.</summary>
internal sealed class RunWriter : IRunWriter
{
    private readonly Guid _run;
    private readonly IWriteTransaction _transaction;
    private readonly IRowSink _events;
    private readonly IRowSink _activities;
    private readonly IRowSink _requests;
    private readonly IRowSink _spans;
    private long _sequence;
    private bool _over;

    /// <summary>Begins to write.</summary>
    /// <param name="run">The run.</param>
    /// <param name="transaction">Belongs to the writer from now on.</param>
    public RunWriter(Guid run, IWriteTransaction transaction)
    {
        _run = run;
        _transaction = transaction;
        _events = transaction.Append(EventRow.Table);
        _activities = transaction.Append(ActivityRow.Table);
        _requests = transaction.Append(RequestRow.Table);
        _spans = transaction.Append(SpanRow.Table);
    }

    /// <inheritdoc/>
    public void AddEvent(long activity, BPEvent observed)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        EventRow.Write(_events, _run, activity, _sequence++, observed);
    }

    /// <inheritdoc/>
    public void AddActivity(long activity, string requestId)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(activity, 1);
        ActivityRow.Write(_activities, _run, RequestKey.NumberIn(_run, requestId), activity);
    }

    /// <inheritdoc/>
    public void AddRequest(BPRequest request)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        RequestRow.Write(_requests, _run, RequestKey.NumberIn(_run, request.Id), request);
    }

    /// <inheritdoc/>
    public void AddSpan(BPSpan span)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        SpanRow.Write(_spans, _run, RequestKey.NumberIn(_run, span.RequestId), span);
    }

    /// <inheritdoc/>
    public void Commit(BPRun run)
    {
        ObjectDisposedException.ThrowIf(_over, this);
        if (RunKey.TryParse(run.RunId) != _run) throw new ArgumentException($"Run {run.RunId} is not the one that was begun.", nameof(run));
        using (var runs = _transaction.Append(RunRow.Table))
        {
            RunRow.Write(runs, _run, run);
            runs.Flush();
        }
        foreach (var sink in Sinks) sink.Flush();
        _transaction.Commit();
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_over) return;
        _over = true;
        foreach (var sink in Sinks) sink.Dispose();
        _transaction.Dispose();
    }

    private IRowSink[] Sinks => [_events, _activities, _requests, _spans];
}
