namespace BorderPatrol;

/// <summary>
/// One service's work on one exchange, from its receipt to its answer. There is one for each exchange that a traced process served, and one for each
/// exchange with a peer that is not traced (seen from the asking side).
/// </summary>
public sealed class BPSpan
{
    /// <summary>The request it belongs to.</summary>
    public required string RequestId { get; init; }

    /// <summary>Its place in its request's causal order (a parent before its children, children in the order in which their parent asked), from 0.</summary>
    public required int Sequence { get; init; }

    /// <summary><see cref="Sequence"/> of the span that asked; -1 for the request's own.</summary>
    public required int Parent { get; init; }

    /// <summary>Steps from the request's own span, which has 0.</summary>
    public required int Depth { get; init; }

    /// <summary>The program that served it; for a peer that is not traced, its address as <c>ip:port</c>.</summary>
    public required string Service { get; init; }

    /// <summary>As in <see cref="BPRequest.Protocol"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>As in <see cref="BPRequest.Operation"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>As in <see cref="BPRequest.Route"/>.</summary>
    public required string Route { get; init; }

    /// <summary>The request message's kept bytes, decoded: a request line and headers, an SQL statement.</summary>
    public required string Text { get; init; }

    /// <summary>As in <see cref="BPRequest.Status"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Base name of the executable whose thread saw the exchange.</summary>
    public required string Program { get; init; }

    /// <summary>Of the process that saw the exchange.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Of the thread that received (or, for an untraced peer, sent) the request message.</summary>
    public required int ThreadId { get; init; }

    /// <summary>Node name of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>Address at the other end, as <c>ip:port</c> or a socket's path.</summary>
    public required string Peer { get; init; }

    /// <summary>First byte of the request message received (or sent), by its host's clock.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>From <see cref="Start"/> to the last byte of the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary><see cref="Duration"/> less the time in which some child span was open.</summary>
    public required TimeSpan SelfTime { get; init; }

    /// <summary>Processor time of the threads of its service while they worked on it.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>The part of <see cref="SelfTime"/> that was not processor time: disk, locks, run queue, idle.</summary>
    public required TimeSpan WaitTime { get; init; }

    /// <summary>Page faults served without I/O.</summary>
    public required long MinorFaults { get; init; }

    /// <summary>Page faults that needed I/O.</summary>
    public required long MajorFaults { get; init; }

    /// <summary>Bytes of the request message.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of the answer.</summary>
    public required long BytesOut { get; init; }

    /// <summary>How far the edge to its parent and its own content can be trusted.</summary>
    public required BPCertainty Certainty { get; init; }

    /// <summary>The run it belongs to.</summary>
    public required string RunId { get; init; }
}
