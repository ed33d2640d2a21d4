using System.Buffers.Binary;
using System.Data.Common;
using BorderPatrol.Storage.Rows;
using Npgsql;

namespace BorderPatrol.Storage.Postgres;

/// <summary>
/// Writes through binary COPY. A connection copies into one table at a time, so rows gather in memory, table by table, and each batch
/// is a COPY of its own. The server takes one batch while the next gathers.
/// </summary>
internal sealed class PostgresTransaction : IWriteTransaction
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _location;
    private byte[] _spare = [];
    private Task _sending = Task.CompletedTask;

    private PostgresTransaction(NpgsqlConnection connection, string location)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction();
        _location = location;
    }

    /// <summary>Begins, unless there is another such transaction for the same run.</summary>
    /// <param name="connection">Belongs to the transaction from now on.</param>
    /// <param name="run">The run that will be written.</param>
    /// <param name="location">The store, for messages.</param>
    public static PostgresTransaction Begin(NpgsqlConnection connection, Guid run, string location)
    {
        var transaction = new PostgresTransaction(connection, location);
        try
        {
            transaction.Lock(run);
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DbCommand CreateCommand() => new NpgsqlCommand { Connection = _connection, Transaction = _transaction };

    /// <inheritdoc/>
    public IRowSink Append(Table table) => new CopySink(table, rows => Copy(table, rows));

    /// <inheritdoc/>
    public void Commit()
    {
        FinishSending();
        PostgresErrors.Guard(_location, _transaction.Commit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // How the last batch fares does not matter to a transaction that is rolled back, but it must be off the connection.
        _sending.ContinueWith(static sent => sent.Exception, TaskScheduler.Default).Wait();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private byte[] Copy(Table table, ArraySegment<byte> rows)
    {
        FinishSending();
        byte[] free = _spare;
        _spare = rows.Array!;
        _sending = Task.Run(() =>
        {
            using var stream = _connection.BeginRawBinaryCopy($"COPY {table.Name} ({table.Columns}) FROM STDIN (FORMAT BINARY)");
            stream.Write(rows);
        });
        return free;
    }

    private void FinishSending() => PostgresErrors.Guard(_location, () => _sending.GetAwaiter().GetResult());

    private void Lock(Guid run)
    {
        using var command = CreateCommand();
        new SqlQuery("SELECT pg_try_advisory_xact_lock($1)", BinaryPrimitives.ReadInt64BigEndian(run.ToByteArray(bigEndian: true))).Fill(command);
        if (command.ExecuteScalar() is not true) throw PostgresErrors.Busy(_location, run);
    }
}
