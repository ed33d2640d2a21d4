using System.Data.Common;
using BorderPatrol.Storage.Schema;
using Npgsql;

namespace BorderPatrol.Storage.Postgres;

/// <summary>A store in a schema of a PostgreSQL database.</summary>
internal sealed class PostgresStore : SqlPathStore
{
    private readonly NpgsqlDataSource _source;

    private PostgresStore(NpgsqlDataSource source, string location)
    {
        _source = source;
        Location = location;
    }

    /// <inheritdoc/>
    public override string Location { get; }

    /// <summary>Connects; makes the tables where they are missing and asked for, and upgrades them where they are older.</summary>
    public static PostgresStore Open(string connectionString, bool create, StoreSchema schema)
    {
        var settings = PostgresSettings.Parse(connectionString);
        var store = new PostgresStore(NpgsqlDataSource.Create(settings), PostgresSettings.Location(settings));
        try
        {
            return store.Guard(() => store.Prepare(create, schema));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();

    /// <inheritdoc/>
    protected override DbConnection Connect() => _source.OpenConnection();

    /// <inheritdoc/>
    protected override IWriteTransaction BeginWrite(Guid run) => PostgresTransaction.Begin(_source.OpenConnection(), run, Location);

    /// <inheritdoc/>
    protected override T Guard<T>(Func<T> ask) => PostgresErrors.Guard(Location, ask);

    private PostgresStore Prepare(bool create, StoreSchema schema)
    {
        using var connection = _source.OpenConnection();
        int version = PostgresSchema.Version(connection);
        if (version == 0 && !create) throw PostgresErrors.NotFound(Location);
        schema.RefuseNewer(version, Location);
        if (version < schema.Version) PostgresSchema.Upgrade(connection, schema);
        return this;
    }
}
