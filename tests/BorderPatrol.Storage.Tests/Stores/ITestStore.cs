using BorderPatrol.Storage.Schema;

namespace BorderPatrol.Storage.Tests.Stores;

/// <summary>A place for one store that no other test uses; nothing is there yet.</summary>
public interface ITestStore : IDisposable
{
    /// <summary>The place, as the benchmark program takes it.</summary>
    string Place { get; }

    /// <summary>Opens the store.</summary>
    IPathStore Open(bool create = true);

    /// <summary>Opens the store with other tables than those of this version.</summary>
    internal IPathStore Open(bool create, StoreSchema schema);

    /// <summary>Whether another process may read a store in use by a writer.</summary>
    bool SharesAcrossProcesses { get; }
}
