using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>A raw log, read and held against the rules: every chunk where its stream goes on, every record whole.</summary>
internal sealed class RawLogContents
{
    private readonly Dictionary<ulong, ulong> _positions = [];
    private readonly Dictionary<ulong, List<ulong>> _sequences = [];

    private RawLogContents(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[RawLogHeader.Size];
        file.ReadExactly(head);
        RawLogHeader.Read(path, head);
        var scanner = new ChunkScanner(file, head.Length);
        while (scanner.MoveNext()) Take(scanner.Header, scanner.Payload);
        TornBytes = scanner.TornBytes;
        Assert.Equal(0, scanner.DamagedBytes);
    }

    /// <summary>The numbers of each stream's records, in the order of the log.</summary>
    internal IReadOnlyDictionary<ulong, List<ulong>> Sequences => _sequences;

    /// <summary>Records that stand for what was never completed.</summary>
    internal int Unfinished { get; private set; }

    /// <summary>SEGMENT chunks, first and last.</summary>
    internal List<WireSegment> Segments { get; } = [];

    internal long TornBytes { get; }

    internal static RawLogContents Read(string path) => new(path);

    /// <summary>Number of a stream's records that have arrived.</summary>
    internal int Count(ulong stream) => _sequences.TryGetValue(stream, out var sequence) ? sequence.Count : 0;

    /// <summary>Fails unless the stream's records are there, each once and in order.</summary>
    internal void HoldsAll(ulong stream, ulong count)
    {
        var found = _sequences.GetValueOrDefault(stream) ?? [];
        for (var i = 0; i < found.Count; i++) Assert.True(found[i] == (ulong)i, $"record {i} of stream {stream:x} is number {found[i]}");
        Assert.Equal(count, (ulong)found.Count);
    }

    private void Take(in WireChunk chunk, ReadOnlySpan<byte> payload)
    {
        if (chunk.Kind == ChunkKind.Gone) return;
        var expected = _positions.GetValueOrDefault(chunk.Stream);
        var isNextSegment = chunk.Position == StreamPosition.Of(StreamPosition.Number(expected) + 1, 0);
        Assert.True(chunk.Position == expected || isNextSegment, $"stream {chunk.Stream:x} stands at {expected:x} and a chunk is for {chunk.Position:x}");
        _positions[chunk.Stream] = chunk.Position + chunk.Length;
        if (chunk.Kind == ChunkKind.Segment) Segments.Add(MemoryMarshal.Read<WireSegment>(payload));
        else TakeRecords(chunk.Stream, payload);
    }

    private void TakeRecords(ulong stream, ReadOnlySpan<byte> records)
    {
        if (!_sequences.TryGetValue(stream, out var sequence)) _sequences.Add(stream, sequence = []);
        while (!records.IsEmpty)
        {
            var head = MemoryMarshal.Read<WireHead>(records);
            Assert.Equal(1, head.State);
            if (head.Kind == RecordKind.None) Unfinished++;
            else sequence.Add(MemoryMarshal.Read<WireCall>(records).Argument);
            records = records[(int)head.Size..];
        }
    }
}
