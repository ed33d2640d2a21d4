namespace BorderPatrol;

/// <summary>Whether a user's programs record into a spool.</summary>
public sealed class BPTracing
{
    /// <summary>Whether they record.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The user's number.</summary>
    public required long UserId { get; init; }

    /// <summary>Full path of the spool, which says for which log daemon they record.</summary>
    public required string Spool { get; init; }
}
