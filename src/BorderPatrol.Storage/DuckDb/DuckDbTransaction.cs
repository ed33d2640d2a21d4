using System.Collections.Concurrent;
using System.Data.Common;
using BorderPatrol.Storage.Rows;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>Writes through DuckDB's appenders.</summary>
internal sealed class DuckDbTransaction : IWriteTransaction
{
    // DuckDB keeps other processes from a file that is written, but lets one process write it through several connections.
    private static readonly ConcurrentDictionary<string, DuckDbTransaction> Writing = new();

    private readonly DuckDbFile _file;
    private readonly DuckDBConnection _connection;
    private readonly DuckDBTransaction _transaction;

    private DuckDbTransaction(DuckDbFile file)
    {
        _file = file;
        _connection = file.Connect();
        _transaction = _connection.BeginTransaction();
    }

    /// <summary>Begins, unless there is another one for the same file.</summary>
    public static DuckDbTransaction Begin(DuckDbFile file)
    {
        var transaction = new DuckDbTransaction(file);
        if (Writing.TryAdd(file.Path, transaction))
        {
            file.MakeOverflow();
            return transaction;
        }
        transaction.Close();
        throw DuckDbErrors.Busy(file.Path);
    }

    /// <inheritdoc/>
    public DbCommand CreateCommand() => _connection.CreateCommand();

    /// <inheritdoc/>
    public IRowSink Append(Table table) => new ChunkSink(_connection.NativeConnection, table, _file.Path);

    /// <inheritdoc/>
    public void Commit()
    {
        try
        {
            _file.Commit(_transaction);
        }
        catch (DbException error)
        {
            throw DuckDbErrors.Translate(error, _file.Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _file.RemoveOverflow();
        Writing.TryRemove(_file.Path, out _);
    }

    private void Close()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }
}
