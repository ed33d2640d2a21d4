namespace BorderPatrol.Raw;

/// <summary>Puts a stream's chunks into the order in which its thread wrote them and finds what is missing between them.</summary>
internal static class ChunkOrder
{
    /// <summary>False when the stream has no record at all.</summary>
    public static bool Arrange(RawStream stream, RawFile file)
    {
        var chunks = stream.Chunks;
        chunks.Sort(static (a, b) => (a.Position, a.FileOffset).CompareTo((b.Position, b.FileOffset)));
        int kept = 0;
        ulong reached = 0;
        bool gap = false;
        for (int i = 0; i < chunks.Count; i++)
        {
            var chunk = chunks[i];
            if (chunk.FileOffset >= 0 && chunk.Position < reached) continue; // the same bytes once more
            gap |= !Follows(chunk, reached);
            reached = chunk.End;
            if (chunk.FileOffset < 0) continue;
            chunks[kept++] = chunk with { AfterGap = gap };
            gap = false;
        }

        chunks.RemoveRange(kept, chunks.Count - kept);
        chunks.TrimExcess();
        return FindFirst(stream, file);
    }

    // In one segment at the byte that was reached; else at the begin of the next segment.
    private static bool Follows(in RawChunk chunk, ulong reached)
    {
        if (chunk.Position == reached) return true;
        return reached != 0 && (uint)chunk.Position == 0 && chunk.Position >> 32 == (reached >> 32) + 1;
    }

    private static bool FindFirst(RawStream stream, RawFile file)
    {
        var cursor = new StreamCursor(stream, file);
        if (!cursor.MoveNext()) return false;
        stream.First = cursor.Current;
        stream.FirstKey = cursor.Key;
        return true;
    }
}
