using System.Numerics;
using System.Runtime.InteropServices;

namespace BorderPatrol.Wire;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of chunks; one instruction for 8 bytes where the processor has it. The instruction's answer takes three cycles but
/// three can be under way at a time: so long inputs are taken in three lanes, which are put together by what a lane's length of zeros does to a checksum.
/// </summary>
public static class Crc32C
{
    /// <summary>What to begin with.</summary>
    public const uint Start = 0xffffffff;

    private const int LaneWords = 256;
    private const int BytesOfCrc = sizeof(uint);
    private static readonly uint[] AfterLane = MakeAfterLane();

    /// <summary>Takes more bytes into an unfinished checksum.</summary>
    /// <param name="crc"><see cref="Start"/>, or what the call before returned.</param>
    /// <param name="bytes">The next bytes.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var rest = bytes[(words.Length * sizeof(ulong))..];
        for (; words.Length >= 3 * LaneWords; words = words[(3 * LaneWords)..])
            crc = AppendLanes(crc, words[..LaneWords], words.Slice(LaneWords, LaneWords), words.Slice(2 * LaneWords, LaneWords));
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var value in rest) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }

    /// <summary>The checksum itself.</summary>
    /// <param name="crc">What the last <see cref="Append"/> returned.</param>
    public static uint Finish(uint crc) => ~crc;

    private static uint AppendLanes(uint crc, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, ReadOnlySpan<ulong> third)
    {
        var (one, two, three) = (crc, 0u, 0u);
        for (var i = 0; i < first.Length && i < second.Length && i < third.Length; i++)
        {
            one = BitOperations.Crc32C(one, first[i]);
            two = BitOperations.Crc32C(two, second[i]);
            three = BitOperations.Crc32C(three, third[i]);
        }
        return SkipLane(SkipLane(one) ^ two) ^ three;
    }

    // What a checksum becomes when a lane of zeros follows it: linear in each of its bits, so a table for each of its bytes suffices.
    private static uint SkipLane(uint crc) =>
        AfterLane[(byte)crc] ^ AfterLane[256 + (byte)(crc >> 8)] ^ AfterLane[512 + (byte)(crc >> 16)] ^ AfterLane[768 + (byte)(crc >> 24)];

    private static uint[] MakeAfterLane()
    {
        var table = new uint[256 * BytesOfCrc];
        for (var bit = 0; bit < 32; bit++)
        {
            var crc = 1u << bit;
            for (var i = 0; i < LaneWords; i++) crc = BitOperations.Crc32C(crc, 0ul);
            for (var value = 0; value < 256; value++)
                if ((value >> (bit % 8) & 1) != 0) table[(bit / 8 * 256) + value] ^= crc;
        }
        return table;
    }
}
