using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>Reads a raw log once from begin to end: finds its chunks by stream, what is damaged, and the digest of its content.</summary>
internal sealed unsafe class RawIndex(RawFile file)
{
    private const int HashBlock = 1 << 20;
    private readonly StreamRegister _register = new();
    private readonly Dictionary<ulong, List<RawChunk>> _orphans = [];

    /// <summary>Streams in order of their first records.</summary>
    public IReadOnlyList<RawStream> Streams { get; private set; } = [];

    public IReadOnlyList<Boot> Boots => _register.Boots;

    public string RunId { get; private set; } = "";

    /// <summary>Bytes passed over before the last sound chunk.</summary>
    public long Damaged { get; private set; }

    /// <summary>Places that were passed over before the last sound chunk.</summary>
    public int DamagedPlaces { get; private set; }

    /// <summary>Bytes behind the last sound chunk.</summary>
    public long Torn { get; private set; }

    public static RawIndex Build(RawFile file, int headerSize, IProgress<double>? progress, CancellationToken cancellation)
    {
        var index = new RawIndex(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file.From(0, headerSize));
        index.Scan(headerSize, hash, progress, cancellation);
        index.RunId = Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
        index.Finish();
        return index;
    }

    private void Scan(long offset, IncrementalHash hash, IProgress<double>? progress, CancellationToken cancellation)
    {
        long reported = 0;
        while (offset < file.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            long next = ChunkAt(offset, out var header) ? offset + ChunkCodec.HeaderSize + header.Length : PassOver(offset, cancellation);
            if (header.Magic != 0) Add(header, offset + ChunkCodec.HeaderSize);
            for (; offset < next; offset += HashBlock) hash.AppendData(file.From(offset, Math.Min(HashBlock, next - offset)));
            offset = next;
            if (progress is null || offset - reported < file.Length / 100) continue;
            reported = offset;
            progress.Report((double)offset / file.Length);
        }
    }

    private bool ChunkAt(long offset, out WireChunk header)
    {
        if (ChunkCodec.Examine(file.From(offset, ChunkCodec.HeaderSize + WireFormat.ChunkMaximum), out header) == ChunkVerdict.Valid) return true;
        header = default;
        return false;
    }

    // The next sound chunk, or the end of the file.
    private long PassOver(long from, CancellationToken cancellation)
    {
        Span<byte> magic = stackalloc byte[sizeof(uint)];
        BitConverter.TryWriteBytes(magic, WireFormat.ChunkMagic);
        for (long offset = from + 1; offset < file.Length; offset++)
        {
            cancellation.ThrowIfCancellationRequested();
            var rest = file.From(offset, int.MaxValue);
            int found = rest.IndexOf(magic);
            if (found < 0)
            {
                offset += Math.Max(rest.Length - magic.Length, 0);
                continue;
            }

            offset += found;
            if (!ChunkAt(offset, out _)) continue;
            Damaged += offset - from;
            DamagedPlaces++;
            return offset;
        }

        Torn = file.Length - from;
        return file.Length;
    }

    private void Add(in WireChunk header, long payload)
    {
        switch (header.Kind)
        {
            case ChunkKind.Segment when header.Length >= sizeof(WireSegment):
                ref readonly var segment = ref *(WireSegment*)(file.Address + payload);
                bool opening = (uint)header.Position == 0;
                var stream = _register.Meet(segment);
                stream.Chunks.Add(new RawChunk(header.Position, -1, opening ? segment.HeaderSize : 0, false));
                break;
            case ChunkKind.Records:
                var chunks = _register.Find(header.Stream)?.Chunks ?? Orphans(header.Stream);
                chunks.Add(new RawChunk(header.Position, payload, (int)header.Length, false));
                break;
        }
    }

    private List<RawChunk> Orphans(ulong stream) => CollectionsMarshal.GetValueRefOrAddDefault(_orphans, stream, out _) ??= [];

    // Records that stand before their segment's header find it now; those of a stream whose headers are all damaged are lost with them.
    private void Finish()
    {
        foreach (var (id, chunks) in _orphans)
        {
            if (_register.Find(id) is { } stream) stream.Chunks.AddRange(chunks);
            else Damaged += chunks.Sum(chunk => (long)chunk.Length);
        }

        var streams = _register.Streams.Where(stream => ChunkOrder.Arrange(stream, file)).ToList();
        streams.Sort(static (a, b) => (a.FirstKey, a.Id).CompareTo((b.FirstKey, b.Id)));
        for (int i = 0; i < streams.Count; i++) streams[i].Ordinal = i;
        Streams = streams;
    }
}
