using BorderPatrol.Paths;
using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>The calls of a raw log as events, merged in order of time.</summary>
public static class RawEvents
{
    private const int ReportEvery = 1 << 14;

    /// <summary>Reads a raw log's events one after another. The log is opened when the enumeration begins and closed when it ends.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Told what is wrong with the log; may be null.</param>
    /// <param name="progress">Told the fraction of records read, 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="BorderPatrolException">RawLogNotFound, NotARawLog, RawLogNewerVersion, AccessDenied.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<BPEvent> Read(
        string path,
        Action<BPWarning>? warn = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        using var log = RawLog.Open(path, null, cancellation);
        foreach (var warning in log.Warnings) warn?.Invoke(warning);
        var maker = new EventMaker();
        var messages = new Dictionary<int, List<RawRecord>>();
        var merge = log.Merge();
        for (long records = 0; merge.MoveNext(); records++)
        {
            if (records % ReportEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)merge.Done / log.Length);
            }

            if (Make(maker, merge, messages) is { } made) yield return made;
        }
    }

    // A call's messages stand before it in its stream.
    private static BPEvent? Make(EventMaker maker, RecordMerge merge, Dictionary<int, List<RawRecord>> messages)
    {
        int stream = merge.Stream.Ordinal;
        if (merge.Current.IsNone)
        {
            messages.Remove(stream);
            return null;
        }

        if (merge.Current.Kind != RecordKind.Call && !merge.Current.IsMessage) return null;
        if (!messages.TryGetValue(stream, out var moved)) messages.Add(stream, moved = []);
        if (merge.Current.IsMessage)
        {
            moved.Add(merge.Current);
            return null;
        }

        var made = maker.Make(merge.Stream, merge.Current, CallTable.Get(merge.Current.Head.Call), moved);
        moved.Clear();
        return made;
    }
}
