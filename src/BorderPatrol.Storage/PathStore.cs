using BorderPatrol.Storage.DuckDb;
using BorderPatrol.Storage.Postgres;
using BorderPatrol.Storage.Schema;

namespace BorderPatrol.Storage;

/// <summary>Opens stores. All errors are <see cref="BorderPatrolException"/>s.</summary>
public static class PathStore
{
    /// <summary>Opens the store in one DuckDB file, which any number of processes may read at a time, or one may write.</summary>
    /// <param name="location">The file. Its folder must exist.</param>
    /// <param name="create">
    /// True opens it for writing and makes it (readable by its owner alone) when it does not exist; false opens it for reading only.
    /// </param>
    /// <exception cref="BorderPatrolException">
    /// <see cref="ErrorIds.StoreNotFound"/>, <see cref="ErrorIds.NotAStore"/>, <see cref="ErrorIds.StoreNewerVersion"/>,
    /// <see cref="ErrorIds.StoreBusy"/>, <see cref="ErrorIds.AccessDenied"/> or <see cref="ErrorIds.StoreFailed"/>.
    /// </exception>
    public static IPathStore Open(string location, bool create) => DuckDbStore.Open(location, create, StoreSchema.Current);

    /// <summary>Opens the store in the schema <c>borderpatrol</c> of a PostgreSQL database, which any number of processes may read and write at a time.</summary>
    /// <param name="connectionString">Npgsql's: <c>Host=server;Database=name;Username=me;Password=...</c>.</param>
    /// <param name="create">True makes the tables when they do not exist.</param>
    /// <exception cref="BorderPatrolException">
    /// <see cref="ErrorIds.DatabaseUnreachable"/>, <see cref="ErrorIds.StoreNotFound"/>, <see cref="ErrorIds.StoreNewerVersion"/>,
    /// <see cref="ErrorIds.AccessDenied"/> or <see cref="ErrorIds.StoreFailed"/>.
    /// </exception>
    public static IPathStore OpenPostgres(string connectionString, bool create) => PostgresStore.Open(connectionString, create, StoreSchema.Current);
}
