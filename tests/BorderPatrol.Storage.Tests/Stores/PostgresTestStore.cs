using BorderPatrol.Storage.Postgres;
using BorderPatrol.Storage.Schema;

namespace BorderPatrol.Storage.Tests.Stores;

public sealed class PostgresTestStore : ITestStore
{
    private readonly string _database = $"store_{Guid.NewGuid():N}";

    public PostgresTestStore() => SharedPostgres.Current.Execute($"CREATE DATABASE {_database}");

    public string Place => SharedPostgres.Current.ConnectionString(_database);

    public bool SharesAcrossProcesses => true;

    public IPathStore Open(bool create = true) => PathStore.OpenPostgres(Place, create);

    IPathStore ITestStore.Open(bool create, StoreSchema schema) => PostgresStore.Open(Place, create, schema);

    public void Dispose() => SharedPostgres.Current.Execute($"DROP DATABASE {_database} WITH (FORCE)");
}
