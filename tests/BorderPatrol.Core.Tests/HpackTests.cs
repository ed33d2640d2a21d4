using System.Text;
using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Interpret;
using CsCheck;

namespace BorderPatrol.Core.Tests;

/// <summary>Compressed headers: the examples of RFC 7541, and whatever a compressor may write, in any parts, with parts missing.</summary>
public class HpackTests
{
    private const string Unknown = "(a field that was not seen)";

    private static readonly Gen<(string Name, string Value, HpackWriter.Form Form)> Field =
        from name in Gen.OneOf(":path", "a", "cookie", "x-long-name")
        from value in Gen.OneOf<string>(Gen.OneOf("", "1", "2", "3"), Gen.Char['a', 'z'].Array[100, 300].Select(letters => new string(letters)))
        from form in Gen.Enum<HpackWriter.Form>()
        select (name, value, form);

    private static readonly Gen<(string Name, string Value, HpackWriter.Form Form)[][]> Blocks = Field.Array[0, 12].Array[1, 12];

    // RFC 7541, C.4: requests with Huffman's code. What the shim puts before a block is before each.
    [Fact]
    public void Requests_of_the_specification()
    {
        var reader = new HpackReader();
        string common = ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n";
        Assert.Equal("\n" + common, Read(reader, "8000000000", "828684418cf1e3c2e5f23a6ba0ab90f4ff"));
        Assert.Equal("\n" + common + "cache-control: no-cache\n", Read(reader, "8000000001", "828684be5886a8eb10649cbf"));
        Assert.Equal(
            "\n:method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value\n",
            Read(reader, "8000000002", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"));
    }

    // RFC 7541, C.6: responses, with a table of 256 bytes that evicts.
    [Fact]
    public void Responses_of_the_specification()
    {
        var reader = new HpackReader();
        string first = ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com\n";
        Assert.Equal(
            "\n" + first,
            Read(reader, "8000000000", "3fe101" + "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"));
        Assert.Equal("\n" + first.Replace("302", "307", StringComparison.Ordinal), Read(reader, "8000000004", "4883640effc1c0bf"));
        Assert.Equal(
            "\n:status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\nlocation: https://www.example.com\ncontent-encoding: gzip\n" +
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n",
            Read(
                reader,
                "8000000005",
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"));
    }

    [Fact]
    public void What_the_shim_rewrote_is_read()
    {
        string path = "04" + "80" + Hex("/?token=?") + "00", cookie = "1f11" + "01" + Hex("?"), empty = "00" + "01" + Hex("x") + "00";
        Assert.Equal("\n:path: /?token=?\ncookie: ?\nx: \n", Read(new HpackReader(), "8000000000", path, cookie, empty));
    }

    [Fact]
    public void Any_headers_in_any_parts() => Gen.Select(Blocks, Gen.Int).Sample((blocks, seed) =>
    {
        var (writer, reader, random) = (new HpackWriter(), new HpackReader(), new Random(seed));
        foreach (var block in blocks) Assert.Equal(Lines(block), Parts(reader, writer.Block(block), random));
    });

    [Fact]
    public void After_a_loss_nothing_is_read_wrong() => Gen.Select(Blocks, Gen.Int).Sample((blocks, seed) =>
    {
        var (writer, reader, random) = (new HpackWriter(), new HpackReader(), new Random(seed));
        foreach (var block in blocks)
        {
            byte[] bytes = writer.Block(block);
            int kept = random.Next(3) switch { 0 => random.Next(bytes.Length), 1 => 0, _ => bytes.Length };
            bool lost = random.Next(2) == 0;
            if (lost) reader.Lose();
            string[] found = Encoding.UTF8.GetString(reader.Read(bytes.AsSpan(0, kept), cut: kept < bytes.Length)).Split('\n');
            if (kept < 5) continue;
            string[] expected = Lines(block).Split('\n');
            Assert.True(found.Length <= expected.Length);
            for (int line = 0; line < found.Length - 1; line++) Assert.True(found[line] == expected[line] || found[line] == Unknown, $"{found[line]} is not {expected[line]}");
            if (kept == bytes.Length) Assert.Equal(expected.Length, found.Length);
        }
    });

    [Fact]
    public void Any_bytes_at_all() => Gen.Byte.Array[0, 200].Array[0, 10].Sample(parts =>
    {
        var reader = new HpackReader();
        foreach (byte[] part in parts) Assert.NotNull(reader.Read(part, cut: part.Length % 7 == 0));
    });

    private static string Read(HpackReader reader, params string[] hex) => Encoding.ASCII.GetString(reader.Read(Convert.FromHexString(string.Concat(hex)), cut: false));

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    private static string Lines((string Name, string Value, HpackWriter.Form Form)[] block) =>
        "\n" + string.Concat(block.Select(field => $"{field.Name}: {field.Value}\n"));

    private static string Parts(HpackReader reader, byte[] block, Random random)
    {
        // The shim's first part has the whole mark.
        var text = new StringBuilder();
        for (int at = 0, length; at < block.Length; at += length)
        {
            length = Math.Min(block.Length - at, at == 0 ? random.Next(5, 20) : random.Next(1, 20));
            text.Append(Encoding.UTF8.GetString(reader.Read(block.AsSpan(at, length), cut: false)));
        }

        return text.ToString();
    }
}
