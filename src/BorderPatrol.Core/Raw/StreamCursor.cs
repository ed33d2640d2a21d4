using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>Goes through one stream's records in the order in which its thread wrote them.</summary>
internal sealed unsafe class StreamCursor(RawStream stream, RawFile file)
{
    private static readonly WireLoss* GapRecord = MakeGapRecord();
    private byte* _next;
    private byte* _end;
    private int _chunk;
    private bool _begun;
    private ulong _lost;

    public RawStream Stream => stream;

    public RawRecord Current { get; private set; }

    /// <summary>Place of <see cref="Current"/> in the merged order; never falls within a stream. Only calls and messages move it on: what
    /// is written beside them carries a later clock than the call to which it belongs.</summary>
    public ulong Key { get; private set; }

    /// <summary>Bytes of records gone through.</summary>
    public long Done { get; private set; }

    /// <summary>A missing piece of the stream stands as a LOSS record of 0 records, because nobody knows how many.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            while (_next < _end)
            {
                var record = new RawRecord(_next);
                uint size = record.Head.Size;
                if (size == 0)
                {
                    _next += sizeof(WireHead); // a claim that was interrupted before its head
                    continue;
                }

                if ((size & 7) != 0 || size > _end - _next || size < RawRecord.FixedSize(record.Kind)) break;
                _next += size;
                Done += size;
                if (record.Head.State == 0 || record.Kind == RecordKind.None) continue;
                Take(record);
                return true;
            }

            bool broken = _next < _end;
            if (!broken && _chunk == stream.Chunks.Count) return LosesItsEnd();
            bool gap = broken;
            if (broken) _next = _end;
            else gap = OpenChunk();
            if (!gap) continue;
            Current = new RawRecord((byte*)GapRecord);
            return true;
        }
    }

    // What was dropped and never followed by another record has no LOSS record.
    private bool LosesItsEnd()
    {
        if (_lost >= stream.Lost) return false;
        _lost = stream.Lost;
        Current = new RawRecord((byte*)GapRecord);
        return true;
    }

    private bool OpenChunk()
    {
        var chunk = stream.Chunks[_chunk++];
        _next = file.Address + chunk.FileOffset;
        _end = _next + chunk.Length;
        return chunk.AfterGap;
    }

    private void Take(RawRecord record)
    {
        Current = record;
        if (record.Kind == RecordKind.Loss) _lost += record.Loss.Count;
        if (_begun && record.Kind != RecordKind.Call && !record.IsMessage) return;
        _begun = true;
        Key = Math.Max(Key, stream.Boot.Key(record));
    }

    private static WireLoss* MakeGapRecord()
    {
        var record = (WireLoss*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)sizeof(WireLoss));
        record->Head = new WireHead { Size = (uint)sizeof(WireLoss), Kind = RecordKind.Loss, State = 1 };
        return record;
    }
}
