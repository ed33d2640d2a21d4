using System.Numerics;
using System.Runtime.InteropServices;

namespace BorderPatrol.Wire;

/// <summary>CRC-32C (Castagnoli), the checksum of chunks; one instruction for 8 bytes where the processor has it.</summary>
public static class Crc32C
{
    /// <summary>What to begin with.</summary>
    public const uint Start = 0xffffffff;

    /// <summary>Takes more bytes into an unfinished checksum.</summary>
    /// <param name="crc"><see cref="Start"/>, or what the call before returned.</param>
    /// <param name="bytes">The next bytes.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }

    /// <summary>The checksum itself.</summary>
    /// <param name="crc">What the last <see cref="Append"/> returned.</param>
    public static uint Finish(uint crc) => ~crc;
}
