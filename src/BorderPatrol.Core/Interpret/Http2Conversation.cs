using BorderPatrol.Wire;

namespace BorderPatrol.Interpret;

/// <summary>The compressed headers of a connection of HTTP/2: each direction has a table of its own.</summary>
internal sealed class Http2Conversation : IConversation
{
    private readonly HpackReader _received = new();
    private readonly HpackReader _sent = new();

    public byte[] Read(in MessagePart part) => (part.Sent ? _sent : _received).Read(part.Text, (part.Options & MessageOptions.Cut) != 0);

    public void Lose()
    {
        _received.Lose();
        _sent.Lose();
    }
}
