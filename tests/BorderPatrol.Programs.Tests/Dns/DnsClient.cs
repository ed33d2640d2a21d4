using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BorderPatrol.Programs.Tests.Dns;

/// <summary>
/// Asks a name server over UDP (RFC 1035, section 4), one question at a time from a port of its own. dig is no client for this: several at once
/// share ports and take each other's answers.
/// </summary>
internal sealed class DnsClient : IDisposable
{
    private const int Patience = 60_000;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Patience };
    private readonly byte[] _answer = new byte[4096];
    private ushort _id;

    /// <summary>Chooses the server.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    public DnsClient(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>The answer's code, its number of records, and the first one's data in hexadecimal digits.</summary>
    /// <param name="name">Without a dot at its end.</param>
    /// <param name="type">1 an address, 16 a text (RFC 1035, section 3.2.2).</param>
    public string Ask(string name, ushort type)
    {
        byte[] question = Question(++_id, name, type);
        _socket.Send(question);
        _socket.Receive(_answer);
        Assert.Equal(_id, Number(0));
        int records = Number(6);
        return $"{name} {type}: code {_answer[3] & 15}, {records} records{(records > 0 ? " " + FirstData(question.Length) : "")}";
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static byte[] Question(ushort id, string name, ushort type) =>
        [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name.Split('.').SelectMany(Label), 0, (byte)(type >> 8), (byte)type, 0, 1];

    private static IEnumerable<byte> Label(string label) => [(byte)label.Length, .. Encoding.ASCII.GetBytes(label)];

    // Behind the head and the question, which comes back as it was: a name, type, class, time to live, length and data.
    private string FirstData(int at)
    {
        while (_answer[at] is > 0 and < 192) at += _answer[at] + 1;
        at += _answer[at] == 0 ? 1 : 2;
        return Convert.ToHexStringLower(_answer.AsSpan(at + 10, Number(at + 8)));
    }

    private ushort Number(int at) => BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(at));
}
