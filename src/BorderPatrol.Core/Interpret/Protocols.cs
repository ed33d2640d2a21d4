using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Interpret;

/// <summary>The protocols by their number on the wire.</summary>
internal static class Protocols
{
    private static readonly UnknownProtocol Unknown = new();

    private static readonly Dictionary<WireProtocol, IProtocol> Known = new()
    {
        [WireProtocol.Http1] = new HttpProtocol(),
        [WireProtocol.Postgres] = new PostgresProtocol(),
        [WireProtocol.Http2] = new Http2Protocol(),
        [WireProtocol.MySql] = new MySqlProtocol(),
        [WireProtocol.FastCgi] = new FastCgiProtocol(),
        [WireProtocol.Uwsgi] = new GatewayProtocol("uwsgi"),
        [WireProtocol.Scgi] = new GatewayProtocol("scgi"),
        [WireProtocol.Cgi] = new GatewayProtocol("cgi"),
        [WireProtocol.Redis] = new RedisProtocol(),
        [WireProtocol.Memcached] = new MemcachedProtocol(),
        [WireProtocol.Smtp] = new SmtpProtocol(),
        [WireProtocol.Imap] = new ImapProtocol(),
        [WireProtocol.Pop3] = new Pop3Protocol(),
        [WireProtocol.Dns] = new DnsProtocol(),
        [WireProtocol.X11] = new X11Protocol(),
        [WireProtocol.Line] = new PrivateProtocol("line"),
        [WireProtocol.Length] = new PrivateProtocol("length"),
    };

    /// <summary>The reader of a protocol; one that this version does not know reads nothing.</summary>
    public static IProtocol Of(WireProtocol protocol) => Known.GetValueOrDefault(protocol, Unknown);

    private sealed class UnknownProtocol : IProtocol
    {
        public string Name => "";

        public Asked ReadRequest(ReadOnlySpan<byte> text) => new("", "", Encoding.UTF8.GetString(text));

        public string ReadStatus(ReadOnlySpan<byte> text) => "";

        public bool IsSetUp(ReadOnlySpan<byte> text) => false;
    }
}
