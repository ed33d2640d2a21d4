using System.Runtime.InteropServices;

namespace BorderPatrol.Wire;

/// <summary>Writes and verifies chunks, the unit of transport and of the raw log.</summary>
public static class ChunkCodec
{
    /// <summary>Bytes of a chunk before its payload.</summary>
    public const int HeaderSize = 32;

    /// <summary>Looks at the bytes from a chunk's supposed beginning on.</summary>
    /// <param name="bytes">At least what has arrived of the chunk; what follows it is not looked at.</param>
    /// <param name="header">The header; meaningful for <see cref="ChunkVerdict.Valid"/>, and for <see cref="ChunkVerdict.Incomplete"/> when
    /// at least <see cref="HeaderSize"/> bytes were there.</param>
    public static ChunkVerdict Examine(ReadOnlySpan<byte> bytes, out WireChunk header)
    {
        header = default;
        if (bytes.Length < HeaderSize) return ChunkVerdict.Incomplete;
        header = MemoryMarshal.Read<WireChunk>(bytes);
        if (header.Magic != WireFormat.ChunkMagic) return ChunkVerdict.NotAChunk;
        if (header.Version > WireFormat.Version) return ChunkVerdict.NewerVersion;
        if (header.Length > WireFormat.ChunkMaximum) return ChunkVerdict.TooLong;
        if (bytes.Length < HeaderSize + (int)header.Length) return ChunkVerdict.Incomplete;
        return Checksum(header, bytes.Slice(HeaderSize, (int)header.Length)) == header.Crc ? ChunkVerdict.Valid : ChunkVerdict.Damaged;
    }

    /// <summary>Turns a payload into a chunk by writing the header before it.</summary>
    /// <param name="chunk">Room for the header, then the payload to its end.</param>
    /// <param name="kind">What the payload is.</param>
    /// <param name="stream">The stream, or 0.</param>
    /// <param name="position">See <see cref="StreamPosition"/>.</param>
    public static void Seal(Span<byte> chunk, ChunkKind kind, ulong stream = 0, ulong position = 0)
    {
        var header = new WireChunk
        {
            Magic = WireFormat.ChunkMagic,
            Version = WireFormat.Version,
            Kind = kind,
            Length = (uint)(chunk.Length - HeaderSize),
            Stream = stream,
            Position = position,
        };
        header.Crc = Checksum(header, chunk[HeaderSize..]);
        MemoryMarshal.Write(chunk, header);
    }

    /// <summary>CRC32C of the header with 0 in the checksum's place, then the payload.</summary>
    public static uint Checksum(WireChunk header, ReadOnlySpan<byte> payload)
    {
        header.Crc = 0;
        var head = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref header, 1));
        return Crc32C.Finish(Crc32C.Append(Crc32C.Append(Crc32C.Start, head), payload));
    }
}
