using System.Runtime.InteropServices;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>A thread's file in the spool, as the forwarder reads it while the thread writes.</summary>
internal sealed class SegmentFile : IDisposable
{
    private const int HeaderPage = 4096;
    private static readonly long ReuseOffset = Marshal.OffsetOf<WireSegment>(nameof(WireSegment.Reuse));

    private readonly SafeFileHandle _handle;
    private WireSegment _header;

    private SegmentFile(SafeFileHandle handle, uint owner)
    {
        _handle = handle;
        Owner = owner;
    }

    /// <summary>Effective user of the thread when it made the file.</summary>
    internal uint Owner { get; }

    /// <summary>The head as it was when last read.</summary>
    internal ref readonly WireSegment Header => ref _header;

    /// <summary>Offset behind the last claimed byte.</summary>
    internal long Claimed { get; private set; }

    /// <summary>Opens without following links and without waiting; null when it is gone, another user's, or no regular file.</summary>
    internal static SegmentFile? TryOpen(string path)
    {
        var descriptor = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNoFollow | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0) return null;
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Statx.TryOf(descriptor, out var facts) && facts.IsRegularFile) return new SegmentFile(handle, facts.User);
        handle.Dispose();
        return null;
    }

    /// <summary>Reads the head.</summary>
    /// <returns>What kind of file this is.</returns>
    internal unsafe SegmentHealth ReadHeader()
    {
        var header = default(WireSegment);
        var bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref header, 1));
        if (RandomAccess.Read(_handle, bytes, 0) < sizeof(WireSegment)) return SegmentHealth.Unwritten;
        if (!bytes.StartsWith(WireFormat.SegmentMagic)) return bytes[..8].ContainsAnyExcept((byte)0) ? SegmentHealth.Unknown : SegmentHealth.Unwritten;
        if (header.Version > WireFormat.Version) return SegmentHealth.Newer;
        if (header.HeaderSize != sizeof(WireSegment) || header.Size > WireFormat.SegmentMaximum) return SegmentHealth.Unknown;
        _header = header;
        Claimed = Math.Min((long)Math.Min(header.Claimed, header.Size), RandomAccess.GetLength(_handle)) & ~7L;
        return SegmentHealth.Good;
    }

    /// <summary>Reads claimed bytes.</summary>
    /// <returns>Bytes read.</returns>
    internal int Read(Span<byte> buffer, long offset) => RandomAccess.Read(_handle, buffer, offset);

    /// <summary>
    /// Whether nobody has the file open or mapped for writing any more: the kernel grants a read lease only then. It holds across exec,
    /// forked children and pid namespaces.
    /// </summary>
    internal bool IsAbandoned()
    {
        var descriptor = (int)_handle.DangerousGetHandle();
        if (Libc.Fcntl(descriptor, Libc.SetLease, Libc.ReadLock) != 0) return false;
        _ = Libc.Fcntl(descriptor, Libc.SetLease, Libc.Unlock);
        return true;
    }

    /// <summary>Tells the process that it may write into the file again, all of which is acknowledged.</summary>
    /// <returns>False when it would not, or is gone.</returns>
    internal bool TryFree()
    {
        if (_header.Reuse != SegmentReuse.Kept || IsAbandoned()) return false;
        using var writable = Reopen();
        return writable is not null && TryMark(writable, SegmentReuse.Free);
    }

    /// <summary>Removes the file, unless it has another name by now. A process that has it mapped finds it gone, and most of its memory is given back at once.</summary>
    /// <param name="path">The name that it had.</param>
    internal void Remove(string path)
    {
        using var writable = Reopen();
        File.Delete(path);
        var isRemoved = Statx.TryOf((int)_handle.DangerousGetHandle(), out var facts) && facts.Links == 0;
        if (!isRemoved || writable is null || !TryMark(writable, SegmentReuse.Gone)) return;
        _ = Libc.Fallocate((int)writable.DangerousGetHandle(), Libc.KeepSizeAndPunchHole, HeaderPage, Math.Max(RandomAccess.GetLength(_handle) - HeaderPage, 1));
    }

    public void Dispose() => _handle.Dispose();

    // Not open for writing all the time: nobody could tell then whether the process still is.
    private SafeFileHandle? Reopen()
    {
        var descriptor = Libc.Open($"/proc/self/fd/{_handle.DangerousGetHandle()}", Libc.OpenReadWrite | Libc.OpenCloseOnExec, 0);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static bool TryMark(SafeFileHandle writable, SegmentReuse reuse)
    {
        try
        {
            RandomAccess.Write(writable, MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentReuse>(in reuse)), ReuseOffset);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
