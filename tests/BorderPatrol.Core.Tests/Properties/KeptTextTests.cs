using System.Diagnostics;
using System.Text;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>What holds for every protocol, known or not: any kept text can be read, always to the same end, in bounded time and space.</summary>
public class KeptTextTests
{
    private const int Longest = 1 << 17;
    private const int MostBytesAllocated = 600;
    private const int UnknownProtocol = 77;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Gen<byte[]> Noise = Gen.Byte.Array[0, 200];

    // What parts, quotes and escapes words in one protocol or another.
    private static readonly Gen<byte[]> Punctuated =
        Gen.OneOf<char>(Gen.Char[" \t\r\n\\'\"`$?*/-;:.,=&#!@_%{}()"], Gen.Char["aEexQPBZ019"]).Array[0, 120].Select(letters => Encoding.ASCII.GetBytes(letters));

    public static TheoryData<WireProtocol> All => [.. Enum.GetValues<WireProtocol>(), (WireProtocol)UnknownProtocol];

    // A kept part is at most 1 MiB long: what makes much of little, for any of the protocols, is repeated to an eighth of that.
    private static string[] Costly =>
    [
        "\n", "\t", " ", "\\", "?", "a1 ", "/1", ";1.", "'", "\"", "`", "/*", "/**/", "*/", "$a$", "$$1", "--\n", "\\x0", "1e+", "U&'", "a\n", "a:1\n",
        "B\t\t\t=1\n", "P\t\tselect 1\n", "P\ta\tselect 1\n", "\t-", "E\t", "\nEND_REQUEST\t", "ERROR\t", "x\nREQUEST_URI=/1", "a: b\r\n", "MAIL FROM:<?> ", "\u0082", "\u0084", "\u00be",
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_text_is_read_and_always_to_the_same_end(WireProtocol protocol) => Texts(protocol).Sample(
        text =>
        {
            string found = new Reader(protocol).All(text);
            Assert.Equal(found, new Reader(protocol).All(text));
            // HPACK: an index of one byte stands for a field of a table of 4 KiB.
            Assert.InRange(found.Length, 0, 100 + (text.Length * (protocol == WireProtocol.Http2 ? 4200 : 20)));
        },
        iter: 400);

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_kept_may_end_anywhere(WireProtocol protocol)
    {
        foreach (byte[] text in Corpus.Of(protocol).Where(text => text.Length < 1000))
            for (int length = 0; length <= text.Length; length++) Assert.NotNull(new Reader(protocol).All(text[..length]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_longest_texts_cost_what_their_length_costs(WireProtocol protocol)
    {
        foreach (string unit in Costly)
        {
            byte[] text = Encoding.Latin1.GetBytes("Q\t" + string.Concat(Enumerable.Repeat(unit, Longest / unit.Length)));
            foreach (byte[] one in new[] { text, text[2..] })
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                int found = new Reader(protocol).All(one).Length;
                Assert.True(watch.Elapsed < Patience, $"{unit} takes {watch.Elapsed}");
                long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / one.Length;
                Assert.True(allocated < MostBytesAllocated, $"{unit} takes {allocated} bytes for each of its own and makes {found}");
            }
        }
    }

    private static Gen<byte[]> Texts(WireProtocol protocol)
    {
        byte[][] real = Corpus.Of(protocol);
        return real.Length == 0 ? Gen.OneOf<byte[]>(Noise, Punctuated) : Gen.OneOf<byte[]>(Noise, Punctuated, Changed(real), Changed(real));
    }

    // Real texts with bytes replaced, and the begin of one before the end of another.
    private static Gen<byte[]> Changed(byte[][] real) =>
        from first in Gen.Int[0, real.Length - 1]
        from second in Gen.Int[0, real.Length - 1]
        from cut in Gen.Double.Unit
        from changes in Gen.Select(Gen.Double.Unit, Gen.OneOf<byte>(Gen.Byte, Gen.Char["\t\n\\ '?/*$-"].Select(c => (byte)c))).Array[0, 4]
        select Change([.. real[first][..(int)(cut * real[first].Length)], .. real[second][(int)(cut * real[second].Length)..]], changes);

    private static byte[] Change(byte[] text, (double Place, byte Value)[] changes)
    {
        if (text.Length > 0)
            foreach (var (place, value) in changes) text[(int)(place * (text.Length - 1))] = value;
        return text;
    }
}
