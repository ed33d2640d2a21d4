namespace BorderPatrol;

/// <summary>How far a path can be trusted. The worst edge decides.</summary>
public enum BPCertainty
{
    /// <summary>Every edge rests on message or channel identity.</summary>
    Proven = 0,

    /// <summary>Some edge rests on a hand-off rule.</summary>
    Inferred = 1,

    /// <summary>A rule had more than one candidate.</summary>
    Ambiguous = 2,

    /// <summary>A named blind spot was hit or records were lost.</summary>
    Incomplete = 3,
}
