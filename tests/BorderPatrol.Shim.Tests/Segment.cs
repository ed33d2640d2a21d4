using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>One segment file, read as a test sees it: every record must lie where the one before it ended.</summary>
/// <param name="Header">Its head.</param>
/// <param name="Host">Node name.</param>
/// <param name="Program">Base name of the executable.</param>
/// <param name="Records">Complete records.</param>
/// <param name="Claims">Records begun, finished or not.</param>
internal sealed record Segment(WireSegment Header, string Host, string Program, IReadOnlyList<Record> Records, int Claims)
{
    /// <summary>Whether the thread said that it had left the segment.</summary>
    public bool Closed => Header.State == 1;

    /// <summary>The segment in a file, or null when its thread died before it was one.</summary>
    public static Segment? TryRead(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return bytes.Length >= 8 && bytes.AsSpan(0, 8).ContainsAnyExcept((byte)0) ? Read(path, bytes) : null;
    }

    public static Segment Read(string path) => Read(path, File.ReadAllBytes(path));

    private static unsafe Segment Read(string path, byte[] bytes)
    {
        WireSegment header = MemoryMarshal.Read<WireSegment>(bytes);
        Assert.Equal(WireFormat.SegmentMagic, bytes.AsSpan(0, 8));
        Assert.Equal(WireFormat.Version, header.Version);
        Assert.Equal(sizeof(WireSegment), header.HeaderSize);
        Assert.Equal((uint)bytes.Length, header.Size);
        Assert.InRange(header.Claimed, header.HeaderSize, header.Size);
        Assert.Equal($"{header.Stream:x16}.{header.Number:x8}.seg", Path.GetFileName(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        return new Segment(header, Text(bytes.AsSpan(128, 64)), Text(bytes.AsSpan(192, 64)), RecordsOf(bytes, header, out int claims), claims);
    }

    private static List<Record> RecordsOf(byte[] bytes, WireSegment header, out int claims)
    {
        var records = new List<Record>();
        claims = 0;
        int offset = header.HeaderSize;
        while (offset < (int)header.Claimed)
        {
            WireHead head = MemoryMarshal.Read<WireHead>(bytes.AsSpan(offset));
            int size = head.Size == 0 ? 8 : (int)head.Size;
            Assert.Equal(0, size % 8);
            Assert.InRange(offset + size, offset + 8, (int)header.Claimed);
            if (head.State == 1) records.Add(new Record(head, bytes.AsMemory(offset, size)));
            claims += head.Size == 0 ? 0 : 1;
            offset += size;
        }

        return records;
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field[..field.IndexOf((byte)0)]);
}
