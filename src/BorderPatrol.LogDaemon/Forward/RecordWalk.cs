using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Finds out how far records can be shipped.</summary>
internal static class RecordWalk
{
    private const int HeadSize = 8;

    /// <summary>Bytes of whole complete records at the beginning of what a living thread has claimed.</summary>
    internal static int Completed(ReadOnlySpan<byte> records)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(records);
        var at = 0;
        while (at < words.Length)
        {
            // Of a head's 8 bytes the first 4 are the size, the sixth is the state.
            var (head, size) = (words[at], (uint)words[at]);
            var isComplete = (byte)(head >> 40) == 1 && size is >= HeadSize and <= WireFormat.RecordMaximum && size % HeadSize == 0;
            if (!isComplete || size / HeadSize > words.Length - at) break;
            at += (int)size / HeadSize;
        }
        return at * HeadSize;
    }

    /// <summary>
    /// Turns what was never completed into records of kind 0, once nobody writes any more. Afterwards the bytes hold nothing but complete records.
    /// </summary>
    /// <param name="records">What was claimed, from a record's beginning on, or the first part of it.</param>
    /// <param name="claimed">Bytes up to the end of what was claimed.</param>
    /// <returns>Bytes of records; fewer than given only when the next record goes on behind them.</returns>
    internal static int Settle(Span<byte> records, long claimed)
    {
        var length = Completed(records);
        while (records.Length - length >= HeadSize)
        {
            var rest = records[length..];
            var known = TryHead(rest, out var head);
            if (!known && IsPlausible(head) && head.Size <= claimed - length) break;
            // A head of zeros is a claim that was interrupted before its head; behind any other that makes no sense nothing can be told apart.
            var size = known ? (int)head.Size : MemoryMarshal.Read<ulong>(rest) == 0 ? HeadSize : rest.Length / HeadSize * HeadSize;
            Blank(rest[..size]);
            length += size + Completed(rest[size..]);
        }
        return length;
    }

    /// <summary>The size that the record at the beginning says it has, or 0 when that makes no sense.</summary>
    internal static int SizeOfFirst(ReadOnlySpan<byte> records)
    {
        TryHead(records, out var head);
        return IsPlausible(head) ? (int)head.Size : 0;
    }

    private static bool TryHead(ReadOnlySpan<byte> records, out WireHead head)
    {
        head = default;
        if (records.Length < HeadSize) return false;
        head = MemoryMarshal.Read<WireHead>(records);
        return IsPlausible(head) && head.Size <= records.Length;
    }

    private static bool IsPlausible(in WireHead head) => head.Size >= HeadSize && head.Size % HeadSize == 0 && head.Size <= WireFormat.RecordMaximum;

    private static void Blank(Span<byte> record)
    {
        record.Clear();
        MemoryMarshal.Write(record, new WireHead { Size = (uint)record.Length, State = 1 });
    }
}
