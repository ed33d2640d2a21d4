using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>The streams and boots of a raw log, by what its segments' headers say.</summary>
internal sealed unsafe class StreamRegister
{
    private readonly Dictionary<ulong, RawStream> _streams = [];
    private readonly Dictionary<UInt128, Boot> _boots = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly List<Boot> _inOrder = [];

    public IEnumerable<RawStream> Streams => _streams.Values;

    public IReadOnlyList<Boot> Boots => _inOrder;

    public RawStream? Find(ulong stream) => _streams.GetValueOrDefault(stream);

    /// <summary>Takes what a segment's header tells; its first and its last copy differ in what was lost.</summary>
    public RawStream Meet(in WireSegment segment)
    {
        ref var stream = ref CollectionsMarshal.GetValueRefOrAddDefault(_streams, segment.Stream, out _);
        stream ??= Describe(segment);
        stream.Lost = Math.Max(stream.Lost, segment.Lost);
        if (segment.Monotonic < stream.Boot.Anchor)
        {
            stream.Boot.Anchor = segment.Monotonic;
            stream.Boot.Offset = segment.Realtime - segment.Monotonic;
        }

        return stream;
    }

    private RawStream Describe(in WireSegment segment)
    {
        fixed (byte* host = segment.Host, program = segment.Program)
        {
            return new RawStream
            {
                Id = segment.Stream,
                Image = segment.Image,
                Boot = BootOf(segment),
                Host = Name(new ReadOnlySpan<byte>(host, 64)),
                Program = Name(new ReadOnlySpan<byte>(program, 64)),
                PidNamespace = segment.PidNamespace,
                NetNamespace = segment.NetNamespace,
                ProcessStart = segment.ProcessStart,
                Pid = (int)segment.Pid,
                Tid = (int)segment.Tid,
                ParentPid = (int)segment.ParentPid,
            };
        }
    }

    private Boot BootOf(in WireSegment segment)
    {
        var id = new UInt128(segment.BootIdHigh, segment.BootIdLow);
        ref var boot = ref CollectionsMarshal.GetValueRefOrAddDefault(_boots, id, out _);
        if (boot is null) _inOrder.Add(boot = new Boot { Index = _inOrder.Count, Id = id });
        return boot;
    }

    private string Name(ReadOnlySpan<byte> padded)
    {
        int end = padded.IndexOf((byte)0);
        string name = Encoding.UTF8.GetString(end < 0 ? padded : padded[..end]);
        if (_names.TryGetValue(name, out string? known)) return known;
        _names.Add(name, name);
        return name;
    }
}
