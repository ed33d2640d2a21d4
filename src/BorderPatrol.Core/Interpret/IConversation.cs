using BorderPatrol.Wire;

namespace BorderPatrol.Interpret;

/// <summary>
/// What has to be remembered of a connection to read its messages: tables of compressed headers, prepared statements. One for each end; it is given
/// every part of every message that this end sends or receives, in the order of its records.
/// </summary>
internal interface IConversation
{
    /// <summary>The part as the protocol's reader takes it, null where that is as it came; all parts of a message stand in one row.</summary>
    /// <param name="part">A part of a message.</param>
    byte[]? Read(in MessagePart part);

    /// <summary>Records of this end's process are missing: what is remembered may no longer be true.</summary>
    void Lose();
}

/// <summary>A message or a part of one.</summary>
internal readonly ref struct MessagePart
{
    public required MessageType Type { get; init; }

    /// <summary>Begin, end, direction, and whether something is missing.</summary>
    public required MessageOptions Options { get; init; }

    /// <summary>The protocol's number of the exchange; 0 where order tells.</summary>
    public required uint Exchange { get; init; }

    /// <summary>The kept bytes of this part.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    public bool Sent => (Options & MessageOptions.Sent) != 0;
}
