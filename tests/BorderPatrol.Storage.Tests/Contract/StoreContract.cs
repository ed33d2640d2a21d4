using BorderPatrol.Paths;
using BorderPatrol.Storage.Tests.Stores;

namespace BorderPatrol.Storage.Tests.Contract;

/// <summary>What each part of the contract needs: a place for one store of the kind under test.</summary>
public abstract class StoreContract<TStore> : IDisposable where TStore : ITestStore, new()
{
    protected TStore Place { get; } = new();

    public void Dispose()
    {
        Place.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store, writes a run, closes the store.</summary>
    protected void Import(string runId, Action<IRunWriter> write, BPRun? run = null)
    {
        using var store = Place.Open();
        using var writer = store.BeginRun(runId);
        write(writer);
        writer.Commit(run ?? Sample.Run(runId));
    }
}
