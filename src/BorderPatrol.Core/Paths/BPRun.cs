namespace BorderPatrol;

/// <summary>The analysis of one raw log: what Import-BPRawLog answers.</summary>
public sealed class BPRun
{
    /// <summary>32 hex digits of the SHA-256 of the raw log's content: the same log is the same run.</summary>
    public required string RunId { get; init; }

    /// <summary>The raw log's full path when it was imported.</summary>
    public required string RawLog { get; init; }

    /// <summary>When it was imported.</summary>
    public required DateTimeOffset Imported { get; init; }

    /// <summary>First event; the epoch when there is none.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>From the first event to the end of the last.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Number of requests.</summary>
    public required long Requests { get; init; }

    /// <summary>Number of spans.</summary>
    public required long Spans { get; init; }

    /// <summary>Number of events.</summary>
    public required long Events { get; init; }

    /// <summary>Number of processes (images: each exec counts).</summary>
    public required long Processes { get; init; }

    /// <summary>Names of the hosts, comma-separated.</summary>
    public required string Hosts { get; init; }

    /// <summary>Records that traced programs had to drop.</summary>
    public required long Lost { get; init; }

    /// <summary>Bytes of the raw log that were damaged or torn and passed over.</summary>
    public required long Damaged { get; init; }

    /// <summary>Whether the store already had this run, so that nothing was changed.</summary>
    public bool AlreadyImported { get; init; }
}
