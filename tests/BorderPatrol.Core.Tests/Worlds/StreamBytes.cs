using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>A thread's records, one after another, and the head of its segment.</summary>
internal sealed class StreamBytes(TracedProcess process, int tid)
{
    private readonly List<byte[]> _records = [];

    public ulong Stream { get; } = process.Machine.World.NewName();

    public ulong Monotonic { get; } = process.Machine.Monotonic;

    public ulong Realtime { get; } = process.Machine.Realtime;

    public ulong Lost { get; set; }

    public IReadOnlyList<byte[]> Records => _records;

    /// <summary>Appends a record; its head's size is set here.</summary>
    public void Append<T>(T record, ReadOnlySpan<byte> text = default)
        where T : unmanaged
    {
        int fixedSize = Marshal.SizeOf<T>();
        var bytes = new byte[(fixedSize + text.Length + 7) & ~7];
        MemoryMarshal.Write(bytes, record);
        text.CopyTo(bytes.AsSpan(fixedSize));
        MemoryMarshal.Write(bytes, (uint)bytes.Length);
        _records.Add(bytes);
    }

    public void DropLast() => _records.RemoveAt(_records.Count - 1);

    public unsafe byte[] Segment(uint number)
    {
        var segment = new WireSegment
        {
            Version = WireFormat.Version,
            HeaderSize = (ushort)sizeof(WireSegment),
            Size = 65536,
            Stream = Stream,
            Number = number,
            Lost = Lost,
            Image = process.Image,
            BootIdLow = process.Machine.Boot,
            BootIdHigh = 7,
            PidNamespace = 1,
            NetNamespace = 1,
            ProcessStart = process.Start,
            Monotonic = Monotonic,
            Realtime = Realtime,
            Pid = (uint)process.Pid,
            Tid = (uint)tid,
            ParentPid = (uint)process.ParentPid,
        };
        WireFormat.SegmentMagic.CopyTo(new Span<byte>(segment.Magic, 8));
        Encoding.UTF8.GetBytes(process.Machine.Name, new Span<byte>(segment.Host, 63));
        Encoding.UTF8.GetBytes(process.Program, new Span<byte>(segment.Program, 63));
        return MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref segment, 1)).ToArray();
    }
}
