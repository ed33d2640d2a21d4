namespace BorderPatrol.LogDaemon.Forward;

/// <summary>What a file of the spool turned out to be.</summary>
internal enum SegmentHealth
{
    /// <summary>A segment.</summary>
    Good,

    /// <summary>Its thread has not got to write its head.</summary>
    Unwritten,

    /// <summary>A newer version wrote it.</summary>
    Newer,

    /// <summary>Something else.</summary>
    Unknown,
}
