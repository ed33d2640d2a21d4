namespace BorderPatrol.Cmdlets;

/// <summary>What the cmdlets remember from call to call, so that <c>Import-BPRawLog test.raw; Get-BPRequest</c> needs no further words.</summary>
internal static class Session
{
    private const int RunDigits = 8;
    private static readonly Dictionary<string, StoreReference> Runs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The log daemon that was started last; programs are traced to it unless told otherwise.</summary>
    internal static BPLogDaemon? LogDaemon { get; set; }

    /// <summary>The store that was used last.</summary>
    internal static StoreReference? Store { get; private set; }

    /// <summary>Makes a store the one that is meant when none is named.</summary>
    internal static void Use(StoreReference store) => Store = store;

    /// <summary>Remembers where a run was seen.</summary>
    internal static void Remember(string runId, StoreReference store) => Runs[runId[..RunDigits]] = store;

    /// <summary>Where the run of a run id or request id was seen in this session, or null.</summary>
    internal static StoreReference? Find(string id) => id.Length >= RunDigits ? Runs.GetValueOrDefault(id[..RunDigits]) : null;
}
