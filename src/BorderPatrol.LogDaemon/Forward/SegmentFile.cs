using System.Runtime.InteropServices;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>A thread's file in the spool, as the forwarder reads it while the thread writes.</summary>
internal sealed class SegmentFile : IDisposable
{
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

    public void Dispose() => _handle.Dispose();
}
