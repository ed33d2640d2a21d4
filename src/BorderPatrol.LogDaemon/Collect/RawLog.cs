using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>
/// The raw log as its one writer sees it. Knows of each stream up to where it is stored, so that each byte is stored exactly once.
/// A chunk counts as stored when it is written to the file: the kernel has it, whatever happens to this process. <see cref="Sync"/>,
/// called every second and at the end, brings it to the disk, so a power failure may cost a second.
/// </summary>
internal sealed class RawLog : IDisposable
{
    private const long Ahead = 64 << 20;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly SafeFileHandle _handle;
    private readonly StreamPositions _positions;
    private readonly BlockedDisk _blocked;
    private bool _closed;
    private long _length;
    private long _synced;
    private long _reserved;

    internal RawLog(FileStream file, StreamPositions positions, CancellationToken giveUp)
    {
        _file = file;
        // Asked for each time, the stream would tell the kernel its position each time.
        _handle = file.SafeFileHandle;
        _positions = positions;
        _blocked = new BlockedDisk(file.Name, giveUp);
        _length = _synced = file.Length;
    }

    /// <summary>The file's full path.</summary>
    internal string Path => _file.Name;

    /// <summary>Bytes written so far.</summary>
    internal long Length => Volatile.Read(ref _length);

    /// <summary>
    /// Stores those chunks that come next in their streams. While the disk is full this waits; nothing is acknowledged meanwhile.
    /// </summary>
    /// <param name="headers">The chunks' headers.</param>
    /// <param name="bytes">The same chunks, one behind the other.</param>
    /// <param name="positions">Receives for each chunk the position up to which its stream is stored now.</param>
    /// <exception cref="OperationCanceledException">The collector ends and the disk is still full: nothing of this call was stored.</exception>
    internal void Store(ReadOnlySpan<WireChunk> headers, ReadOnlySpan<byte> bytes, Span<ulong> positions)
    {
        lock (_gate)
        {
            if (_closed) throw new OperationCanceledException();
            var (begin, end) = (0, 0);
            for (var i = 0; i < headers.Length; i++)
            {
                var length = ChunkCodec.HeaderSize + (int)headers[i].Length;
                if (!_positions.TryAdvance(headers[i], out positions[i]))
                {
                    Write(bytes[begin..end]);
                    begin = end + length;
                }
                end += length;
            }
            Write(bytes[begin..end]);
        }
    }

    /// <summary>Brings what was written to the disk.</summary>
    internal void Sync()
    {
        Tidy();
        var length = Length;
        if (length == _synced) return;
        try
        {
            RandomAccess.FlushToDisk(_handle);
            _synced = length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _blocked.Report(error);
        }
    }

    public void Dispose()
    {
        lock (_gate) _closed = true;
        Sync();
        // Gives back what is reserved.
        _file.SetLength(Length);
        _file.Dispose();
    }

    // Whoever waits for a full disk holds the gate, and only the thread that calls this can end the waiting: it must not wait for that one.
    private void Tidy()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            _positions.Tidy(Environment.TickCount64);
        }
        finally
        {
            _gate.Exit();
        }
    }

    // At a fixed place: what a failed attempt left behind is overwritten by the next, or cut off as a torn tail by the next collector.
    private void Write(ReadOnlySpan<byte> chunks)
    {
        if (chunks.IsEmpty) return;
        Reserve(_length + chunks.Length);
        while (true)
        {
            try
            {
                RandomAccess.Write(_handle, chunks, _length);
                break;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _blocked.Report(error);
                _blocked.Wait();
            }
        }
        Volatile.Write(ref _length, _length + chunks.Length);
        _blocked.Over();
    }

    // Writing costs a third less where the disk has room for it already. Only for a large log, so that what is taken ahead stays a small part of it;
    // where it cannot be had, things go on without.
    private void Reserve(long end)
    {
        if (end < Ahead || end <= _reserved) return;
        _reserved = end + Ahead;
        _ = Libc.Fallocate((int)_handle.DangerousGetHandle(), Libc.KeepSize, end, Ahead);
    }
}
