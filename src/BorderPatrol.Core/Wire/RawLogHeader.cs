using System.Runtime.InteropServices;

namespace BorderPatrol.Wire;

/// <summary>The head of a raw log.</summary>
public static class RawLogHeader
{
    /// <summary>Bytes of the head that this version writes.</summary>
    public const int Size = 64;

    /// <summary>The head of a raw log that begins now.</summary>
    public static unsafe byte[] Create()
    {
        var header = new WireRaw
        {
            Version = WireFormat.Version,
            HeaderSize = Size,
            Created = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100,
        };
        WireFormat.RawMagic.CopyTo(new Span<byte>(header.Magic, 8));
        return MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref header, 1)).ToArray();
    }

    /// <summary>Reads and checks the head.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="bytes">The file's first <see cref="Size"/> bytes, or fewer when it has fewer.</param>
    /// <returns>The head; chunks begin at its <see cref="WireRaw.HeaderSize"/>.</returns>
    /// <exception cref="BorderPatrolException"><see cref="ErrorIds.NotARawLog"/> or <see cref="ErrorIds.RawLogNewerVersion"/>.</exception>
    public static WireRaw Read(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || !bytes.StartsWith(WireFormat.RawMagic))
            throw new BorderPatrolException(ErrorIds.NotARawLog, $"{path} is not a raw log", "Name a file that bplogd wrote, or one that does not exist yet.");
        var header = MemoryMarshal.Read<WireRaw>(bytes);
        return header.Version <= WireFormat.Version ? header : throw new BorderPatrolException(
            ErrorIds.RawLogNewerVersion,
            $"{path} was written by version {header.Version} of the format, this program reads up to {WireFormat.Version}",
            "Use the BorderPatrol that wrote it, or a newer one.");
    }
}
