using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public class ChunkTests
{
    [Fact]
    public void The_checksum_is_the_Castagnoli_CRC()
    {
        // The check value of CRC-32C, as RFC 3720 and the CRC catalogues give it for these nine digits.
        Assert.Equal(0xE3069283u, Crc32C.Finish(Crc32C.Append(Crc32C.Start, "123456789"u8)));
        Assert.Equal(0xE3069283u, Crc32C.Finish(Crc32C.Append(Crc32C.Append(Crc32C.Start, "1234"u8), "56789"u8)));
    }

    [Fact]
    public void A_long_input_has_the_same_checksum_in_one_piece_as_byte_by_byte()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(40_000)];
            random.NextBytes(bytes);
            var one = Crc32C.Start;
            foreach (var value in bytes) one = Crc32C.Append(one, [value]);
            var cut = random.Next(bytes.Length + 1);
            Assert.Equal(one, Crc32C.Append(Crc32C.Start, bytes));
            Assert.Equal(one, Crc32C.Append(Crc32C.Append(Crc32C.Start, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    [Fact]
    public void What_was_sealed_is_valid_and_any_flipped_bit_is_seen()
    {
        var chunk = Caller.Chunk(ChunkKind.Records, new byte[40], 3, 512);
        Assert.Equal(ChunkVerdict.Valid, ChunkCodec.Examine(chunk, out var header));
        Assert.Equal((ChunkKind.Records, 40u, 3ul, 512ul), (header.Kind, header.Length, header.Stream, header.Position));
        for (var bit = 0; bit < chunk.Length * 8; bit++)
        {
            chunk[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.NotEqual(ChunkVerdict.Valid, ChunkCodec.Examine(chunk, out _));
            chunk[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void Any_beginning_of_a_chunk_is_incomplete()
    {
        var chunk = Caller.Chunk(ChunkKind.Records, new byte[40]);
        for (var length = 0; length < chunk.Length; length++) Assert.Equal(ChunkVerdict.Incomplete, ChunkCodec.Examine(chunk.AsSpan(0, length), out _));
    }

    [Fact]
    public void A_scan_passes_over_damage_and_finds_the_torn_tail()
    {
        byte[][] chunks = [.. Enumerable.Range(0, 300).Select(i => Caller.Chunk(ChunkKind.Records, new byte[8 * (i * 37 % 2000)], (ulong)i))];
        chunks[100][^1] ^= 1;
        chunks[200][0] ^= 1;
        chunks[201][8] ^= 1;
        byte[] torn = chunks[299][..^5];
        var scanner = new ChunkScanner(new MemoryStream([.. chunks[..299].SelectMany(chunk => chunk), .. torn]), 64);
        var found = new List<int>();
        while (scanner.MoveNext())
        {
            Assert.Equal(chunks[scanner.Header.Stream], scanner.Chunk.ToArray());
            found.Add((int)scanner.Header.Stream);
        }
        Assert.Equal(Enumerable.Range(0, 299).Except([100, 200, 201]), found);
        Assert.Equal((2, chunks[100].Length + chunks[200].Length + chunks[201].Length), (scanner.DamagedPlaces, scanner.DamagedBytes));
        Assert.Equal((torn.Length, 64 + chunks[..299].Sum(chunk => chunk.Length)), (scanner.TornBytes, scanner.ValidEnd));
    }
}
