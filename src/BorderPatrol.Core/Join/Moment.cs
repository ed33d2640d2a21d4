using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>One call, with what is known when its thread's work has to be decided: the messages that it moved have been put to their exchanges.</summary>
internal readonly ref struct Moment
{
    public required ThreadState Thread { get; init; }

    public required RawRecord Record { get; init; }

    public required CallFacts Facts { get; init; }

    public required long Now { get; init; }

    /// <summary>The stream on which it moved bytes; null for calls that move none.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Offset in the stream of the first byte moved.</summary>
    public ulong Start { get; init; }

    /// <summary>Bytes moved.</summary>
    public ulong Count { get; init; }

    /// <summary>The exchange of the message that it moved; null when it moved none that belongs to one.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>Which message of <see cref="Exchange"/>.</summary>
    public MessageType Type { get; init; }

    /// <summary>Whether it moved messages of the same kind for different work.</summary>
    public bool Several { get; init; }

    /// <summary>Whether it moved a notice over a connection that was opened here and on which nothing has been asked yet.</summary>
    public bool Greeted { get; init; }

    public ref readonly WireCall Call => ref Record.Call;

    /// <summary>Whether bytes went out.</summary>
    public bool Sent => IsMove && !Facts.Observes;

    /// <summary>Whether bytes came in.</summary>
    public bool Received => IsMove && Facts.Observes;

    /// <summary>Whether bytes moved that are no messages.</summary>
    public bool Unframed => Exchange is null && Count > 0;

    /// <summary>Whether it only looked what is ready and did not wait.</summary>
    public bool Looks => Facts.Second == "timeout" && Call.Offset == 0;

    /// <summary>Whether it waited for one descriptor only, as who stands still for a reply does.</summary>
    public bool IsForOne => Facts.Argument == "descriptors" && Call.Argument <= 1;

    // A datagram has its exchange, or is of no interest.
    private bool IsMove => Channel is not null || Exchange is not null;

    /// <summary>What a thread that receives a message of an exchange works for.</summary>
    public static object? WorkOf(Exchange exchange, MessageType type) => type == MessageType.Request ? exchange.Work : exchange.Asker?.Span ?? (object?)exchange.Asker;
}
