using System.Management.Automation;
using BorderPatrol.Storage;

namespace BorderPatrol.Cmdlets;

/// <summary>What the cmdlets that read a store share: how the store is named, and that each is opened once.</summary>
public abstract class StoreCmdlet : BPCmdlet
{
    private readonly Dictionary<StoreReference, IPathStore> open = [];

    /// <summary>The store's DuckDB file. Without it and a connection string: where this session saw the run, else the store that it used last.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>Npgsql's connection string of a PostgreSQL database that is the store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    /// <summary>The store that the parameters name, or null.</summary>
    internal StoreReference? Named => (Store, ConnectionString) switch
    {
        (null, null) => null,
        (not null, not null) => throw new PSArgumentException("-Store and -ConnectionString name two stores; give one of them."),
        _ => new StoreReference(Store == null ? null : FullPath(Store), ConnectionString),
    };

    /// <summary>The store for a run or request.</summary>
    /// <param name="id">A run id or request id, or null for none in particular.</param>
    /// <exception cref="BorderPatrolException">StoreNotFound: none is named and none was used.</exception>
    internal StoreReference Reference(string? id) => Named ?? (id == null ? null : Session.Find(id)) ?? Session.Store
        ?? throw new BorderPatrolException(
            ErrorIds.StoreNotFound,
            "No store is named and none was used in this session.",
            "Name one with -Store or -ConnectionString, or import a raw log with Import-BPRawLog.");

    /// <summary>The store, opened for reading.</summary>
    internal IPathStore Open(StoreReference reference)
    {
        if (open.TryGetValue(reference, out var store)) return store;
        store = open[reference] = reference.Open(create: false);
        Session.Use(reference);
        return store;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var store in open.Values)
                store.Dispose();
            open.Clear();
        }

        base.Dispose(disposing);
    }
}
