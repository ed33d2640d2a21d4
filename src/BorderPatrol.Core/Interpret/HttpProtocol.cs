using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>
/// HTTP/1: the kept part is the head as it came (https://www.rfc-editor.org/rfc/rfc9112). A request that upgrades its connection to HTTP/2 is answered there.
/// </summary>
internal sealed class HttpProtocol : IProtocol
{
    private static readonly Http2Protocol Upgraded = new();

    public string Name => "http";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text);
        var line = whole.AsSpan(0, LineEnd(whole));
        int method = line.IndexOf(' ');
        if (method <= 0) return new Asked(line.ToString(), "", whole);
        var target = line[(method + 1)..].TrimStart(' ');
        int end = target.IndexOf(' ');
        if (end >= 0) target = target[..end];
        return new Asked(line[..method].ToString(), HttpRoute.Of(target.ToString()), whole);
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("HTTP/"u8)) return Upgraded.ReadStatus(text);
        var line = FirstLine(text);
        int space = line.IndexOf((byte)' ');
        if (space < 0) return "";
        var status = line[(space + 1)..];
        int end = status.IndexOf((byte)' ');
        return Encoding.UTF8.GetString(end < 0 ? status : status[..end]);
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) => false;

    private static int LineEnd(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : end;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return end < 0 ? text : text[..end];
    }
}
