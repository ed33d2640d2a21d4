namespace BorderPatrol;

/// <summary>A running log daemon.</summary>
public sealed class BPLogDaemon
{
    /// <summary>Its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The TCP port on which it collects.</summary>
    public required int Port { get; init; }

    /// <summary>The address on which it listens; 127.0.0.1 stands for both loopback addresses.</summary>
    public required string Address { get; init; }

    /// <summary>Full path of the raw log that it writes.</summary>
    public required string Path { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Started { get; init; }
}
