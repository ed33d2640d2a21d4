using System.Data.Common;
using BorderPatrol.Paths;
using BorderPatrol.Storage.Rows;

namespace BorderPatrol.Storage;

/// <summary>
/// What both kinds of database share: the questions, in SQL that both understand. Each question has a connection of its own, so that a
/// caller may ask another while it still reads the answers to the first.
/// </summary>
internal abstract class SqlPathStore : IPathStore
{
    /// <inheritdoc/>
    public abstract string Location { get; }

    /// <inheritdoc/>
    public IReadOnlyList<BPRun> GetRuns() =>
        [.. Query(new SqlQuery($"SELECT {RunRow.Columns} FROM run ORDER BY imported, run_id"), RunRow.Read)];

    /// <inheritdoc/>
    public IRunWriter BeginRun(string runId)
    {
        var run = RunKey.TryParse(runId) ?? throw new ArgumentException($"'{runId}' is not 32 hex digits.", nameof(runId));
        var transaction = Guard(() => BeginWrite(run));
        try
        {
            if (Holds(transaction, run)) throw new InvalidOperationException($"The store {Location} has run {runId} already.");
            return new RunWriter(run, transaction);
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<BPRequest> GetRequests(RequestQuery query) => Query(RequestFilter.ToSql(query), RequestRow.Read);

    /// <inheritdoc/>
    public IEnumerable<BPSpan> GetSpans(string requestId) => OfRequest(
        requestId,
        $"SELECT {SpanRow.Columns} FROM span WHERE run_id = $1 AND request = $2 ORDER BY sequence",
        SpanRow.Read);

    /// <inheritdoc/>
    public IEnumerable<BPEvent> GetEvents(string requestId) => OfRequest(
        requestId,
        $"""
        SELECT {EventRow.Values} FROM event
        WHERE run_id = $1 AND activity <> 0 AND activity IN (SELECT activity FROM activity WHERE run_id = $1 AND request = $2)
        ORDER BY start, sequence
        """,
        row => EventRow.Read(row, requestId));

    /// <inheritdoc/>
    public IReadOnlyList<string> GetServices() =>
        [.. Query(new SqlQuery("SELECT DISTINCT service FROM request"), row => row.Text()).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>An open connection for one question.</summary>
    protected abstract DbConnection Connect();

    /// <summary>A command whose answer is streamed.</summary>
    protected virtual DbCommand CreateCommand(DbConnection connection) => connection.CreateCommand();

    /// <summary>Begins the transaction that takes a run.</summary>
    protected abstract IWriteTransaction BeginWrite(Guid run);

    /// <summary>Asks the database, with its errors turned into <see cref="BorderPatrolException"/>s.</summary>
    protected abstract T Guard<T>(Func<T> ask);

    // Ids show only the first digits of their run, so the run is asked for first; the rows are then found by their key.
    private IEnumerable<T> OfRequest<T>(string requestId, string sql, Func<RowReader, T> read)
    {
        if (RequestKey.TryParse(requestId) is not { } key) return [];
        var runs = new SqlQuery("SELECT run_id FROM run WHERE run_id BETWEEN $1 AND $2 ORDER BY imported", key.FirstRun, key.LastRun);
        return Query(runs, row => row.Guid()).ToList().SelectMany(run => Query(new SqlQuery(sql, run, key.Number), read));
    }

    private bool Holds(IWriteTransaction transaction, Guid run)
    {
        using var command = transaction.CreateCommand();
        new SqlQuery("SELECT count(*) FROM run WHERE run_id = $1", run).Fill(command);
        return Guard(() => (long)command.ExecuteScalar()! != 0);
    }

    private IEnumerable<T> Query<T>(SqlQuery query, Func<RowReader, T> read)
    {
        using var connection = Guard(Connect);
        using var command = CreateCommand(connection);
        query.Fill(command);
        using var reader = Guard(command.ExecuteReader);
        while (Guard(reader.Read)) yield return read(new RowReader(reader));
    }
}
