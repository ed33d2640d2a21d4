namespace BorderPatrol.Interpret;

/// <summary>Reads what the shim kept of one protocol's messages.</summary>
internal interface IProtocol
{
    /// <summary>Its name as users see it.</summary>
    string Name { get; }

    /// <summary>Its name in one message, which users choose where they declare protocols of their own.</summary>
    /// <param name="text">The message's kept part; may be cut anywhere.</param>
    string NameOf(ReadOnlySpan<byte> text) => Name;

    /// <summary>Whether bytes that belong to no message keep the connection going and are done for no request.</summary>
    bool HasUpkeep => false;

    /// <summary>Memory for one end of a connection, where messages cannot be read by themselves; then the other members take what it makes of them.</summary>
    IConversation? Open() => null;

    /// <summary>What a request message asks for.</summary>
    /// <param name="text">Its kept part; may be cut anywhere.</param>
    Asked ReadRequest(ReadOnlySpan<byte> text);

    /// <summary>The status in a response message; empty when it has none.</summary>
    /// <param name="text">Its kept part; may be cut anywhere.</param>
    string ReadStatus(ReadOnlySpan<byte> text);

    /// <summary>Whether a request message only prepares its connection for those that follow.</summary>
    /// <param name="text">Its kept part; may be cut anywhere.</param>
    bool IsSetUp(ReadOnlySpan<byte> text);

    /// <summary>Whether a request message is one that no response ever answers.</summary>
    /// <param name="text">Its kept part; may be cut anywhere.</param>
    bool IsUnanswered(ReadOnlySpan<byte> text) => false;
}

/// <summary>What a request message asks for.</summary>
/// <param name="Operation">The verb.</param>
/// <param name="Route">What it asks for without its values.</param>
/// <param name="Text">The message as users read it.</param>
internal readonly record struct Asked(string Operation, string Route, string Text);
