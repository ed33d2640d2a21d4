namespace BorderPatrol.Storage;

/// <summary>What requests to return: all properties that are set must match. Patterns have <c>*</c> and <c>?</c> as in PowerShell, without regard to case.</summary>
public sealed record RequestQuery
{
    /// <summary>Exact ids.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Only this run.</summary>
    public string? RunId { get; init; }

    /// <summary>Pattern for the service.</summary>
    public string? Service { get; init; }

    /// <summary>Pattern for the route.</summary>
    public string? Route { get; init; }

    /// <summary>Pattern for the status.</summary>
    public string? Status { get; init; }

    /// <summary>At least this long.</summary>
    public TimeSpan? MinimumDuration { get; init; }

    /// <summary>At most this many.</summary>
    public int? First { get; init; }
}
