using BorderPatrol.Storage;

namespace BorderPatrol.Cmdlets;

/// <summary>Names a store.</summary>
/// <param name="File">Full path of a DuckDB file, or null.</param>
/// <param name="ConnectionString">Of a PostgreSQL database, or null.</param>
internal sealed record StoreReference(string? File, string? ConnectionString)
{
    /// <summary>Opens it.</summary>
    /// <param name="create">Whether to open it for writing and to make it where there is none.</param>
    internal IPathStore Open(bool create) =>
        ConnectionString != null ? PathStore.OpenPostgres(ConnectionString, create) : PathStore.Open(File!, create);
}
