using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>HTTP/2 (https://www.rfc-editor.org/rfc/rfc9113) and gRPC on it: what its conversation makes of header blocks is a line for each field.</summary>
internal sealed class Http2Protocol : IProtocol
{
    public string Name => "http2";

    public bool HasUpkeep => true;

    public IConversation Open() => new Http2Conversation();

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        var head = Http2Head.Of(text);
        string method = head.First(":method"), path = head.First(":path"), authority = head.First(":authority");
        string target = path.Length > 0 ? path : authority;
        if (head.IsEmpty) return new Asked("", "", "");
        var readable = new StringBuilder().Append(method).Append(' ').Append(target).Append(" HTTP/2\r\n");
        if (path.Length > 0 && authority.Length > 0) readable.Append("host: ").Append(authority).Append("\r\n");
        foreach (string line in head.Plain) readable.Append(line).Append("\r\n");
        return new Asked(method, HttpRoute.Of(target), readable.Append("\r\n").ToString());
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        var head = Http2Head.Of(text);
        string call = head.Last("grpc-status");
        return call.Length > 0 ? GrpcStatus.Name(call) : head.Last(":status");
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) => false;
}
