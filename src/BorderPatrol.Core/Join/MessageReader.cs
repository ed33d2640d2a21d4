using BorderPatrol.Interpret;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>Gives the messages of one end of a connection to the conversation that remembers what they need, if they need any. A field, not to be copied.</summary>
internal struct MessageReader
{
    private WireProtocol _protocol;
    private IConversation? _conversation;
    private int _losses;

    /// <summary>Whether bytes between messages are of no request.</summary>
    public readonly bool HasUpkeep => Protocols.Of(_protocol).HasUpkeep;

    /// <summary>What a conversation makes of a part; null where it can be read as it is.</summary>
    /// <param name="message">The part.</param>
    /// <param name="text">Its kept bytes.</param>
    /// <param name="losses"><see cref="Image.Losses"/> of the end's user.</param>
    public byte[]? Read(in WireMessage message, RawText text, int losses)
    {
        if (message.Protocol != _protocol)
        {
            _protocol = message.Protocol;
            _conversation = Protocols.Of(_protocol).Open();
            _losses = losses;
        }

        if (_conversation is null) return null;
        if (_losses != losses) _conversation.Lose();
        _losses = losses;
        return _conversation.Read(new MessagePart { Type = message.Type, Options = message.Flags, Exchange = message.Exchange, Text = text.Bytes });
    }
}
