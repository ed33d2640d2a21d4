namespace BorderPatrol.LogDaemon.Forward;

/// <summary>What a look at a stream came to.</summary>
internal enum Progress
{
    /// <summary>There was nothing to send.</summary>
    None,

    /// <summary>Everything that is there was sent.</summary>
    Some,

    /// <summary>More is there.</summary>
    More,
}
