using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>
/// One segment on its way to the collector: what is committed is sent at once, the rest when it comes; the file is deleted when all of it is
/// stored and its thread has left it. The collector's answers say from where to go on, so nothing about the past is remembered here.
/// </summary>
internal sealed class Shipment(string path, SegmentName name, SegmentFile file) : IDisposable
{
    private const int ChunkSize = 256 << 10;
    private const int TurnSize = 4 << 20;
    private const long LookAfterFileEvery = 200;
    private const long LookAfterThreadEvery = 2_000;

    private long _next;
    private int _inFlight;
    private bool _endSent;
    private long _claimedBefore;
    private long _lookedAfterFile = Environment.TickCount64;
    private long _lookedAfterThread = Environment.TickCount64;

    internal SegmentName Name => name;

    /// <summary>Whether its thread will never write to it again.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>Whether the collector has all of it.</summary>
    internal bool IsDone { get; private set; }

    internal ref readonly WireSegment Header => ref file.Header;

    private int HeaderSize => file.Header.HeaderSize;

    /// <summary>Finds out how much is claimed and whether the thread has left.</summary>
    internal void Look(Func<WireSegment, bool> isSuperseded)
    {
        if (IsOver || file.ReadHeader() != SegmentHealth.Good) return;
        IsOver = file.Header.State != 0 || WriterIsGone(isSuperseded);
        // What the thread wrote before it left is in the file now.
        if (IsOver) file.ReadHeader();
    }

    /// <summary>Sends the next chunks, as many as are fair to other streams.</summary>
    /// <param name="link">Where to.</param>
    /// <param name="limit">Position in the stream behind which nothing is sent.</param>
    internal Progress Send(CollectorLink link, ulong limit)
    {
        if (IsDone || _endSent || limit <= StreamPosition.Of(name.Number, 0)) return Progress.None;
        if (link.IsFull) return Progress.More;
        var begun = _next;
        if (_next == 0) SendHeader(link);
        var end = StreamPosition.Number(limit) == name.Number ? Math.Min(StreamPosition.Offset(limit), file.Claimed) : file.Claimed;
        var isMore = true;
        while (isMore && !link.IsFull && _next - begun < TurnSize) isMore = SendRecords(link, end);
        if (IsOver && _next >= file.Claimed) SendEnd(link);
        return _next == begun ? Progress.None : isMore ? Progress.More : Progress.Some;
    }

    /// <summary>Hears up to where the collector has stored the stream.</summary>
    internal void Acknowledge(ulong position)
    {
        if (--_inFlight > 0) return;
        var number = StreamPosition.Number(position);
        if (number < name.Number) throw new ProtocolException("the collector did not take a segment's head");
        IsDone = number > name.Number || (_endSent && StreamPosition.Offset(position) == _next);
        if (IsDone) return;
        // Nearly always where we stand; after a reconnection, what was stored before it.
        _next = StreamPosition.Offset(position);
        _endSent = false;
    }

    /// <summary>Begins anew, on a new connection.</summary>
    internal void Rewind() => (_next, _inFlight, _endSent) = (0, 0, false);

    /// <summary>Up to where its thread has claimed the stream, when last looked at.</summary>
    internal ulong Claimed => StreamPosition.Of(name.Number, (uint)file.Claimed);

    /// <summary>Up to where the collector has the stream, once <see cref="IsDone"/>.</summary>
    internal ulong End => StreamPosition.Of(name.Number, (uint)_next);

    /// <summary>Lets go of the file, all of which is stored: back to its process, or for good.</summary>
    internal void LetGo(Spares spares)
    {
        if (file.TryFree())
        {
            spares.Add(name, path, file);
            return;
        }
        Dispose();
        File.Delete(path);
    }

    public void Dispose() => file.Dispose();

    private bool WriterIsGone(Func<WireSegment, bool> isSuperseded)
    {
        var now = Environment.TickCount64;
        if (now - _lookedAfterFile < LookAfterFileEvery) return false;
        _lookedAfterFile = now;
        var isBusy = file.Claimed != _claimedBefore;
        _claimedBefore = file.Claimed;
        if (isBusy) return false;
        if (file.IsAbandoned() || isSuperseded(file.Header)) return true;
        if (now - _lookedAfterThread < LookAfterThreadEvery) return false;
        _lookedAfterThread = now;
        return WriterLife.IsGone(file.Header);
    }

    private void SendHeader(CollectorLink link)
    {
        MemoryMarshal.Write(link.Room(HeaderSize), file.Header);
        Ship(link, ChunkKind.Segment, HeaderSize);
    }

    // Once more, so that what was lost and how the thread left it is final. Where the collector had this already, only the file is left to delete.
    private void SendEnd(CollectorLink link)
    {
        if (_next > file.Claimed)
        {
            IsDone = _inFlight == 0;
            return;
        }
        SendHeader(link);
        _endSent = true;
    }

    // Returns whether there is more; what a living thread has not completed does not count.
    private bool SendRecords(CollectorLink link, long end)
    {
        var claimed = end - _next;
        if (claimed <= 0) return false;
        var length = Fill(link, (int)Math.Min(ChunkSize, claimed), out var needed);
        if (length == 0 && needed > ChunkSize && needed <= claimed) length = Fill(link, needed, out _);
        if (length > 0) Ship(link, ChunkKind.Records, length);
        return length >= ChunkSize / 2 && length < claimed;
    }

    private int Fill(CollectorLink link, int wanted, out int needed)
    {
        var room = link.Room(wanted);
        var records = room[..file.Read(room, _next)];
        needed = RecordWalk.SizeOfFirst(records);
        if (IsOver) return RecordWalk.Settle(records, file.Claimed - _next);
        var completed = RecordWalk.Completed(records);
        // A record that was complete in the first reading is complete in all its bytes in a second, whatever the order in which they were copied.
        return file.Read(records[..completed], _next);
    }

    private void Ship(CollectorLink link, ChunkKind kind, int length)
    {
        link.Ship(kind, name.Stream, StreamPosition.Of(name.Number, (uint)_next), length);
        _next += length;
        _inFlight++;
    }
}
