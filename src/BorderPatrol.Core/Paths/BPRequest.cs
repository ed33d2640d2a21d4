namespace BorderPatrol;

/// <summary>All the work that followed from one message that came from outside the traced system.</summary>
public sealed class BPRequest
{
    /// <summary>The first 8 digits of <see cref="RunId"/>, a dash, and the request's number in its run, from 1, in order of <see cref="Start"/>.</summary>
    public required string Id { get; init; }

    /// <summary>When its first byte was received, by the clock of the host that received it.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>From its first byte received to the last byte of its answer sent; without an answer, to its last event.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Address of who asked, as <c>ip:port</c>; a program's name where a traced program began it by itself.</summary>
    public required string Client { get; init; }

    /// <summary>The program that received it, for example <c>apache2</c>.</summary>
    public required string Service { get; init; }

    /// <summary>For example <c>http</c>, <c>postgresql</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The verb: <c>GET</c>, <c>SELECT</c>, <c>STARTUP</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>What it asked for without its values: <c>/item/{n}</c>, <c>SELECT * FROM item WHERE id = ?</c>. Groups requests of a kind.</summary>
    public required string Route { get; init; }

    /// <summary>The answer's status in its protocol's own words: <c>200</c>, <c>OK</c>, <c>ERROR 42P01</c>; empty without an answer.</summary>
    public required string Status { get; init; }

    /// <summary>Processor time of all threads while they worked for it.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Page faults served without I/O.</summary>
    public required long MinorFaults { get; init; }

    /// <summary>Page faults that needed I/O.</summary>
    public required long MajorFaults { get; init; }

    /// <summary>Bytes of the request message.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of the answer.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Number of spans in its path.</summary>
    public required int Spans { get; init; }

    /// <summary>Number of processes that worked for it.</summary>
    public required int Processes { get; init; }

    /// <summary>Names of the hosts that worked for it, comma-separated, in order of first appearance.</summary>
    public required string Hosts { get; init; }

    /// <summary>How far its path can be trusted.</summary>
    public required BPCertainty Certainty { get; init; }

    /// <summary>Why it is not <see cref="BPCertainty.Proven"/>, semicolon-separated; empty when it is.</summary>
    public required string Reasons { get; init; }

    /// <summary>The run it belongs to: 32 hex digits of the SHA-256 of the raw log's content.</summary>
    public required string RunId { get; init; }
}
