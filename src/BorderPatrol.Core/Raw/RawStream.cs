using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>One thread of one process image, as the index knows it.</summary>
internal sealed class RawStream
{
    public required ulong Id { get; init; }

    /// <summary>Place among the log's streams in order of <see cref="FirstKey"/>; set when the index is complete.</summary>
    public int Ordinal { get; set; }

    public required ulong Image { get; init; }

    public required Boot Boot { get; init; }

    public required string Host { get; init; }

    public required string Program { get; init; }

    public required ulong PidNamespace { get; init; }

    public required ulong NetNamespace { get; init; }

    public required ulong ProcessStart { get; init; }

    public required int Pid { get; init; }

    public required int Tid { get; init; }

    public required int ParentPid { get; init; }

    /// <summary>Records its thread had to drop.</summary>
    public ulong Lost { get; set; }

    /// <summary>Its chunks in order; while the index is built, segment headers are among them.</summary>
    public List<RawChunk> Chunks { get; } = [];

    /// <summary>Place of its first record in the merged order.</summary>
    public ulong FirstKey { get; set; }

    /// <summary>Its first record: PROCESS or THREAD; another kind when that one was lost.</summary>
    public RawRecord First { get; set; }
}

/// <summary>A piece of a stream in the file.</summary>
/// <param name="Position">Segment number &lt;&lt; 32 | offset in the segment.</param>
/// <param name="FileOffset">Of its payload; -1 for a segment's header, which only tells what must be there.</param>
/// <param name="Length">Of the stream that it covers.</param>
/// <param name="AfterGap">Whether something before it is missing.</param>
internal readonly record struct RawChunk(ulong Position, long FileOffset, int Length, bool AfterGap)
{
    public ulong End => Position + (uint)Length;
}

/// <summary>One running kernel: the reach of its clock and of its inode numbers.</summary>
internal sealed class Boot
{
    public required int Index { get; init; }

    public required UInt128 Id { get; init; }

    /// <summary>CLOCK_MONOTONIC of the earliest segment, which sets <see cref="Offset"/> whatever the order in the file.</summary>
    public ulong Anchor { get; set; } = ulong.MaxValue;

    /// <summary>What makes a monotonic time of this boot a time since 1970, in ns.</summary>
    public ulong Offset { get; set; }

    /// <summary>A monotonic time as ns since 1970.</summary>
    public ulong Nanoseconds(ulong monotonic) => monotonic + Offset;

    public DateTimeOffset Calendar(ulong monotonic) => CalendarOf(Nanoseconds(monotonic));

    /// <summary>A time in ns since 1970; one beyond the calendar's end stands at its end.</summary>
    public static DateTimeOffset CalendarOf(ulong nanoseconds)
    {
        long limit = DateTimeOffset.MaxValue.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return new DateTimeOffset(DateTimeOffset.UnixEpoch.UtcTicks + Math.Min((long)(nanoseconds / 100), limit), TimeSpan.Zero);
    }

    /// <summary>A call's place in the merged order: its time, and what observes behind what acts at the same instant.</summary>
    public ulong Key(ulong monotonic, bool observes) => ((monotonic + Offset) << 1) | (observes ? 1UL : 0UL);

    /// <summary>Key of a record that carries its own time.</summary>
    public ulong Key(RawRecord record) => record.Kind switch
    {
        RecordKind.Call => CallTable.Get(record.Head.Call).Observes ? Key(record.Call.End, true) : Key(record.Call.Begin, false),
        RecordKind.Message => Key(record.Message.Time, (record.Message.Flags & MessageOptions.Sent) == 0),
        RecordKind.Datagram => Key(record.Datagram.Time, (record.Datagram.Flags & MessageOptions.Sent) == 0),
        RecordKind.Process => Key(record.Process.Time, true),
        RecordKind.Thread => Key(record.Thread.Time, true),
        RecordKind.Channel => Key(record.Channel.Time, true),
        RecordKind.Cost => Key(record.Cost.Time, true),
        RecordKind.Loss => Key(record.Loss.Time, true),
        _ => 0,
    };
}
