using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>One segment file, read as a test sees it: every record must lie where the one before it ended.</summary>
internal sealed record Segment(WireSegment Header, string Host, string Program, IReadOnlyList<Record> Records)
{
    /// <summary>Whether the thread said that it had left the segment.</summary>
    public bool Closed => Header.State == 1;

    public static unsafe Segment Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        WireSegment header = MemoryMarshal.Read<WireSegment>(bytes);
        Assert.Equal(WireFormat.SegmentMagic, bytes.AsSpan(0, 8));
        Assert.Equal(WireFormat.Version, header.Version);
        Assert.Equal(sizeof(WireSegment), header.HeaderSize);
        Assert.Equal((uint)bytes.Length, header.Size);
        Assert.InRange(header.Claimed, header.HeaderSize, header.Size);
        Assert.Equal($"{header.Stream:x16}.{header.Number:x8}.seg", Path.GetFileName(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        return new Segment(header, Text(bytes.AsSpan(128, 64)), Text(bytes.AsSpan(192, 64)), [.. RecordsOf(bytes, header)]);
    }

    private static List<Record> RecordsOf(byte[] bytes, WireSegment header)
    {
        var records = new List<Record>();
        int offset = header.HeaderSize;
        while (offset < (int)header.Claimed)
        {
            WireHead head = MemoryMarshal.Read<WireHead>(bytes.AsSpan(offset));
            int size = head.Size == 0 ? 8 : (int)head.Size;
            Assert.Equal(0, size % 8);
            Assert.InRange(offset + size, offset + 8, (int)header.Claimed);
            if (head.State == 1) records.Add(new Record(head, bytes.AsMemory(offset, size)));
            offset += size;
        }

        return records;
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field[..field.IndexOf((byte)0)]);
}
