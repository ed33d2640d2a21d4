using System.Collections.Concurrent;
using System.Data.Common;
using BorderPatrol.Storage.Rows;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>Writes through DuckDB's appenders.</summary>
internal sealed class DuckDbTransaction : IWriteTransaction
{
    // DuckDB keeps other processes from a file that is written, but lets one process write it through several connections.
    private static readonly ConcurrentDictionary<string, bool> Writing = new();

    private readonly DuckDbFile _file;
    private readonly DuckDBConnection _connection;
    private readonly DuckDBTransaction _transaction;

    private DuckDbTransaction(DuckDbFile file)
    {
        _file = file;
        file.MakeOverflow();
        _connection = file.Connect();
        _transaction = _connection.BeginTransaction();
    }

    /// <summary>Begins, unless there is another one for the same file.</summary>
    public static DuckDbTransaction Begin(DuckDbFile file)
    {
        if (!Writing.TryAdd(file.Path, true)) throw DuckDbErrors.Busy(file.Path);
        try
        {
            return new DuckDbTransaction(file);
        }
        catch
        {
            Writing.TryRemove(file.Path, out _);
            throw;
        }
    }

    /// <inheritdoc/>
    public DbCommand CreateCommand() => _connection.CreateCommand();

    /// <inheritdoc/>
    public IRowSink Append(Table table) => new ChunkSink(_connection.NativeConnection, table, _file.Path);

    /// <inheritdoc/>
    public void Commit() => DuckDbErrors.Guard(_file.Path, () => _file.Commit(_transaction));

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
        _file.RemoveOverflow();
        Writing.TryRemove(_file.Path, out _);
    }
}
