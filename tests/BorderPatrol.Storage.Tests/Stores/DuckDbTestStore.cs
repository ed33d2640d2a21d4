using BorderPatrol.Storage.DuckDb;
using BorderPatrol.Storage.Schema;

namespace BorderPatrol.Storage.Tests.Stores;

public sealed class DuckDbTestStore : ITestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bp-store-");

    public string Place => Path.Combine(_folder.FullName, "run.duckdb");

    public bool SharesAcrossProcesses => false;

    public IPathStore Open(bool create = true) => PathStore.Open(Place, create);

    IPathStore ITestStore.Open(bool create, StoreSchema schema) => DuckDbStore.Open(Place, create, schema);

    public void Dispose() => _folder.Delete(recursive: true);
}
