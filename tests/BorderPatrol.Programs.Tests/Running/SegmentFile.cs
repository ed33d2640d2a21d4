using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>One segment of a spool whose thread has gone.</summary>
internal sealed class SegmentFile
{
    private readonly byte[] _bytes;

    /// <summary>Reads a file.</summary>
    public SegmentFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        if (IsBegun) Header = MemoryMarshal.Read<WireSegment>(_bytes);
    }

    /// <summary>Whether its thread lived long enough to make it a segment.</summary>
    public bool IsBegun => _bytes.Length >= 8 && _bytes.AsSpan(0, 8).SequenceEqual(WireFormat.SegmentMagic);

    /// <summary>Its head.</summary>
    public WireSegment Header { get; }

    /// <summary>Base name of the executable.</summary>
    public string Program
    {
        get
        {
            var text = _bytes.AsSpan((int)Marshal.OffsetOf<WireSegment>(nameof(WireSegment.Program)), 64);
            return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
        }
    }

    /// <summary>Its complete records.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Records
    {
        get
        {
            for (int offset = Header.HeaderSize; offset < (int)Header.Claimed;)
            {
                var head = MemoryMarshal.Read<WireHead>(_bytes.AsSpan(offset));
                int size = head.Size == 0 ? 8 : (int)head.Size;
                if (head.State == 1) yield return _bytes.AsMemory(offset, size);
                offset += size;
            }
        }
    }
}
