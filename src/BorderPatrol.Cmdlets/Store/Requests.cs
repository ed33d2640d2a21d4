namespace BorderPatrol.Cmdlets;

/// <summary>Errors about requests.</summary>
internal static class Requests
{
    /// <summary>The error for an id that the store does not have.</summary>
    internal static BorderPatrolException NotFound(string id, string location) => new(
        ErrorIds.RequestNotFound,
        $"The store '{location}' has no request '{id}'.",
        "Get-BPRequest lists the requests; name another store with -Store or -ConnectionString.");
}
