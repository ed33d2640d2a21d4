using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Interpret;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>Any valid request of HTTP/1 and HTTP/2 is read as it was made; routes are their own routes.</summary>
public class HttpTests
{
    private static readonly Gen<string> Method = Gen.OneOf("GET", "HEAD", "POST", "PROPFIND", "M-SEARCH");

    private static readonly Gen<(string Text, string Route)> Segment = Gen.OneOf<(string, string)>(
        Gen.OneOf("", "item", "v2", "abc-12", "~alice", "how-to-configure-http2-in-nginx-1-22", "a%20b", "ü", "1.2.3").Select(word => (word, word)),
        Gen.Select(Gen.UInt, Gen.OneOf("", "-"), Gen.OneOf("", ".json", ";color=red")).Select((number, sign, rest) => ($"{sign}{number}{rest}", $"{{n}}{rest}")),
        Gen.Guid.Select(id => ($"{id:D}", "{uuid}")),
        Gen.Char["0123456789abcdef"].Array[16, 64].Select(digest => ($"7{new string(digest)}e", "{hex}")));

    private static readonly Gen<(string Target, string Route)> Target =
        from origin in Gen.OneOf("", "", "http://shop", "https://shop:8443")
        from segments in Segment.Array[1, 6]
        from query in Gen.OneOf("", "?", "?page=2&q=a/b", "#top", "?a#b")
        where segments.Length > 1 || segments[0].Text.Length > 0
        select (origin + "/" + string.Join('/', segments.Select(one => one.Text)) + query, "/" + string.Join('/', segments.Select(one => one.Route)));

    private static readonly Gen<(string Name, string Value)[]> Fields =
        Gen.Select(Gen.OneOf("accept", "x-tag", "cookie", "user-agent"), Gen.Char[' ', '~'].Array[0, 40].Select(letters => new string(letters))).Array[0, 6];

    [Fact]
    public void Requests_of_HTTP_1_are_read_as_they_were_made() => Gen.Select(Method, Target, Fields, Gen.OneOf("\r\n", "\n")).Sample(
        (method, target, fields, end) =>
        {
            string head = $"{method} {target.Target} HTTP/1.1{end}{string.Concat(fields.Select(field => $"{field.Name}: {field.Value}{end}"))}{end}";
            Assert.Equal(new Asked(method, target.Route, head), new Reader(WireProtocol.Http1).Request(head));
        },
        iter: 2000);

    [Fact]
    public void Requests_of_HTTP_2_are_read_as_they_were_made() => Gen.Select(Method, Target, Fields, Gen.Enum<HpackWriter.Form>(), Gen.Bool).Array[1, 5].Sample(
        requests =>
        {
            var (reader, writer) = (new Reader(WireProtocol.Http2), new HpackWriter());
            foreach (var (method, target, fields, form, huffman) in requests)
            {
                writer.Huffman = huffman;
                (string Name, string Value)[] head = [(":method", method), (":scheme", "http"), (":authority", "shop"), (":path", target.Target), .. fields];
                byte[] block = writer.Block(head.Select(field => (field.Name, field.Value, form)));
                string text = $"{method} {target.Target} HTTP/2\r\nhost: shop\r\n{string.Concat(fields.Select(field => $"{field.Name}: {field.Value}\r\n"))}\r\n";
                Assert.Equal(new Asked(method, target.Route, text), reader.Request(block[..7], block[7..]));
            }
        },
        iter: 500);

    [Fact]
    public void A_route_is_its_own() => Gen.OneOf<string>(
        Target.Select(target => target.Target), Gen.String[0, 60], Gen.OneOf("/", "//", "://", "?", "#", ";", ".", "1", "-", "a", "é", "{n}", "0b8f9a4e", "%41").Array[0, 30].Select(string.Concat)).Sample(
        target =>
        {
            string route = HttpRoute.Of(target);
            Assert.Equal(route, HttpRoute.Of(route));
        },
        iter: 20_000);

    [Fact]
    public void A_status_is_read_whatever_the_reason() => Gen.Select(Gen.Int[100, 599], Gen.OneOf("", " ", " OK", " Not Found"), Gen.OneOf("\r\n", "\n", "")).Sample((status, reason, end) =>
        Assert.Equal($"{status}", new Reader(WireProtocol.Http1).Response($"HTTP/1.1 {status}{reason}{end}")));

    [Fact]
    public void How_a_call_ended_stands_above_how_its_messages_came() => Gen.Select(Gen.Int[-1, 20], Gen.OneOf("grpc-status", "grpc-message"), Gen.Bool).Sample((code, name, huffman) =>
    {
        byte[] head = new HpackWriter { Huffman = huffman }.Block([(":status", "200", HpackWriter.Form.Inserted)]);
        var writer = new HpackWriter { Huffman = huffman };
        writer.Block([(":status", "200", HpackWriter.Form.Inserted)]);
        byte[] trailers = writer.Block([(name, $"{code}", HpackWriter.Form.Inserted)]);
        string expected = name == "grpc-message" ? "200" : code switch { 0 => "OK", 5 => "NOT_FOUND", 16 => "UNAUTHENTICATED", < 0 or > 16 => $"{code}", _ => "" };
        string found = new Reader(WireProtocol.Http2).Response(head, trailers);
        if (expected.Length > 0) Assert.Equal(expected, found);
        else Assert.Matches("^[A-Z_]+$", found);
    });

    [Fact]
    public void What_few_bytes_stand_for_has_an_end()
    {
        var writer = new HpackWriter();
        byte[] block = [.. writer.Block([("a", new string('b', 4000), HpackWriter.Form.Inserted)]), .. Enumerable.Repeat((byte)0xbe, 1 << 16)];
        Assert.InRange(new Reader(WireProtocol.Http2).Request(block).Text.Length, 1 << 19, 1 << 21);
    }
}
