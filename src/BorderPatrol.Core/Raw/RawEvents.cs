namespace BorderPatrol.Raw;

/// <summary>The calls of a raw log as events, merged in order of time.</summary>
public static class RawEvents
{
    /// <summary>Reads a raw log's events one after another. The log is opened when the enumeration begins and closed when it ends.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Told what is wrong with the log; may be null.</param>
    /// <param name="progress">Told the fraction of records read, 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="BorderPatrolException">RawLogNotFound, NotARawLog, RawLogNewerVersion, AccessDenied.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<BPEvent> Read(
        string path,
        Action<BPWarning>? warn = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default) => throw new NotSupportedException();
}
