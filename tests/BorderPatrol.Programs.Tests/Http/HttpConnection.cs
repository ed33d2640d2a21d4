using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace BorderPatrol.Programs.Tests.Http;

/// <summary>One connection to a web server, with nothing between the test and the bytes.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int Patience = 60_000;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Patience, SendTimeout = Patience };
    private readonly IReadOnlyList<string> _ignored;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _next, _end;

    /// <summary>Connects.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="ignored">Headers that are left out of answers, beside Date.</param>
    public HttpConnection(int port, IReadOnlyList<string> ignored)
    {
        _ignored = ["Date", .. ignored];
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Bytes sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long Received { get; private set; }

    /// <summary>Sends requests in one piece.</summary>
    /// <param name="targets">Method and target, and after another space a body.</param>
    /// <param name="close">Whether the last asks the server to close the connection.</param>
    public void Send(string[] targets, bool close)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(targets.Select((target, index) => Request(target, close && index == targets.Length - 1))));
        for (int done = 0; done < bytes.Length;) done += _socket.Send(bytes, done, bytes.Length - done, SocketFlags.None);
        Sent += bytes.Length;
    }

    /// <summary>The answer to a request: status, headers, length and hash of the body.</summary>
    public string Receive(string target)
    {
        string status = Line();
        var headers = new List<string>();
        for (string line = Line(); line.Length > 0; line = Line()) headers.Add(line);
        string kept = string.Join(", ", headers.Where(header => !_ignored.Any(name => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))));
        byte[] body = target.StartsWith("HEAD ", StringComparison.Ordinal) || status.Contains(" 304 ") || status.Contains(" 204 ") ? [] : Body(headers);
        return $"{status}, {kept}, {body.Length} bytes {Convert.ToHexStringLower(SHA256.HashData(body))[..16]}";
    }

    /// <summary>Reads until the server closes the connection; nothing may come.</summary>
    public void ReadToEnd() => Assert.False(Fill(), "bytes behind the last answer");

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static string Request(string target, bool close)
    {
        string[] words = target.Split(' ', 3);
        string body = words.Length == 3 ? words[2] : "";
        string length = words.Length == 3 ? $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n" : "";
        return $"{words[0]} {words[1]} HTTP/1.1\r\nHost: localhost\r\n{(close ? "Connection: close\r\n" : "")}{length}\r\n{body}";
    }

    private byte[] Body(List<string> headers)
    {
        if (Header(headers, "Transfer-Encoding") == "chunked") return Chunks();
        if (Header(headers, "Content-Length") is { } length) return Bytes(int.Parse(length, CultureInfo.InvariantCulture));
        var body = new MemoryStream();
        do
        {
            body.Write(_buffer, _next, _end - _next);
            _next = _end;
        }
        while (Fill());
        return body.ToArray();
    }

    private byte[] Chunks()
    {
        var body = new MemoryStream();
        for (int size = Size(); size > 0; size = Size())
        {
            body.Write(Bytes(size));
            Line();
        }
        Line();
        return body.ToArray();
    }

    private int Size() => int.Parse(Line().Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string? Header(List<string> headers, string name) => headers
        .Where(header => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(header => header[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count;)
        {
            if (_next == _end && !Fill()) Assert.Fail($"the connection ended after {done} of {count} bytes");
            int part = Math.Min(count - done, _end - _next);
            _buffer.AsSpan(_next, part).CopyTo(bytes.AsSpan(done));
            (done, _next) = (done + part, _next + part);
        }
        return bytes;
    }

    private string Line()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_next == _end && !Fill()) Assert.Fail($"the connection ended in a line: {line}");
            char letter = (char)_buffer[_next++];
            if (letter == '\n') return line.ToString().TrimEnd('\r');
            line.Append(letter);
        }
    }

    private bool Fill()
    {
        (_next, _end) = (0, _socket.Receive(_buffer));
        Received += _end;
        return _end > 0;
    }
}
