using System.Text;
using BorderPatrol.Interpret;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>An end of a connection whose messages are read as the joiners read them: through its conversation, where the protocol has one.</summary>
internal sealed class Reader(WireProtocol protocol)
{
    private readonly IProtocol _protocol = Protocols.Of(protocol);
    private readonly IConversation? _conversation = Protocols.Of(protocol).Open();

    /// <summary>What a received request asks for.</summary>
    /// <param name="parts">Its kept text in the parts in which it came.</param>
    public Asked Request(params byte[][] parts) => _protocol.ReadRequest(Text(MessageType.Request, parts));

    /// <summary>The same of one whole text.</summary>
    public Asked Request(string text) => Request(Encoding.UTF8.GetBytes(text));

    /// <summary>The status in the answer that was sent.</summary>
    public string Response(params byte[][] parts) => _protocol.ReadStatus(Text(MessageType.Response, parts));

    /// <summary>The same of one whole text.</summary>
    public string Response(string text) => Response(Encoding.UTF8.GetBytes(text));

    /// <summary>All that can be read of a text, whatever it is.</summary>
    public string All(byte[] text)
    {
        byte[] request = Text(MessageType.Request, [text]);
        var asked = _protocol.ReadRequest(request);
        string status = Response(text);
        return $"{asked.Operation}\n{asked.Route}\n{asked.Text}\n{status}\n{_protocol.IsSetUp(request)}\n{_protocol.IsUnanswered(request)}";
    }

    private byte[] Text(MessageType type, byte[][] parts)
    {
        if (parts.Length == 0) parts = [[]];
        var whole = new List<byte>();
        for (int i = 0; i < parts.Length; i++)
        {
            var options = (i == 0 ? MessageOptions.Begin : 0) | (i == parts.Length - 1 ? MessageOptions.End : 0) | (type == MessageType.Response ? MessageOptions.Sent : 0);
            var part = new MessagePart { Type = type, Options = options, Exchange = 1, Text = parts[i] };
            whole.AddRange(_conversation?.Read(part) ?? parts[i]);
        }

        return [.. whole];
    }
}
