namespace BorderPatrol.Raw;

/// <summary>An opened raw log: its content is known by number of streams, chunks and bytes, and nothing of it is held in memory but an index.</summary>
public sealed class RawLog : IDisposable
{
    private RawLog(string path)
    {
        Path = path;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>32 hex digits: the first half of the SHA-256 of its content. The same content is the same run.</summary>
    public string RunId { get; private init; } = "";

    /// <summary>Its length in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>Bytes that were damaged or torn and are passed over.</summary>
    public long Damaged { get; private init; }

    /// <summary>Records that traced programs had to drop.</summary>
    public long Lost { get; private init; }

    /// <summary>What is wrong with it: torn tail, damaged chunks, lost records. Empty for a sound log.</summary>
    public IReadOnlyList<BPWarning> Warnings { get; private init; } = [];

    /// <summary>Opens a raw log and reads it once from begin to end to index it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told the fraction of bytes indexed, 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends the indexing early.</param>
    /// <exception cref="BorderPatrolException">RawLogNotFound, NotARawLog, RawLogNewerVersion, AccessDenied.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RawLog Open(string path, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
    }
}
