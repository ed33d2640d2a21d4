using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>Writes a world as a raw log.</summary>
internal static class RawLogFile
{
    /// <summary>The log's bytes. A seed cuts the streams into chunks and segments and mixes them in its own way.</summary>
    public static byte[] Bytes(World world, int seed = 0)
    {
        using var file = new MemoryStream();
        file.Write(RawLogHeader.Create());
        foreach (byte[] chunk in Chunks(world, seed)) file.Write(chunk);
        return file.ToArray();
    }

    public static string Write(World world, int seed = 0) => Write(Bytes(world, seed));

    public static string Write(byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.raw");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static IEnumerable<byte[]> Chunks(World world, int seed, int recordsAtMost = 20)
    {
        var random = new Random(seed);
        var waiting = world.Streams.Select(stream => new Queue<byte[]>(Chunks(stream, random, recordsAtMost))).ToList();
        while (waiting.Count > 0)
        {
            int next = random.Next(waiting.Count);
            yield return waiting[next].Dequeue();
            if (waiting[next].Count == 0) waiting.RemoveAt(next);
        }
    }

    private static IEnumerable<byte[]> Chunks(StreamBytes stream, Random random, int recordsAtMost)
    {
        uint number = 0;
        uint offset = 0;
        var left = new Queue<byte[]>(stream.Records);
        do
        {
            var head = stream.Segment(number);
            yield return Chunk(ChunkKind.Segment, head, stream.Stream, StreamPosition.Of(number, 0));
            offset = (uint)head.Length;
            for (int chunks = random.Next(3); left.Count > 0 && chunks >= 0; chunks--)
            {
                var payload = new List<byte>();
                for (int records = random.Next(1, recordsAtMost); left.Count > 0 && records > 0; records--) payload.AddRange(left.Dequeue());
                yield return Chunk(ChunkKind.Records, payload.ToArray(), stream.Stream, StreamPosition.Of(number, offset));
                offset += (uint)payload.Count;
            }

            yield return Chunk(ChunkKind.Segment, stream.Segment(number), stream.Stream, StreamPosition.Of(number++, offset));
        }
        while (left.Count > 0);
    }

    private static byte[] Chunk(ChunkKind kind, byte[] payload, ulong stream, ulong position)
    {
        var chunk = new byte[ChunkCodec.HeaderSize + payload.Length];
        payload.CopyTo(chunk, ChunkCodec.HeaderSize);
        ChunkCodec.Seal(chunk, kind, stream, position);
        return chunk;
    }
}
