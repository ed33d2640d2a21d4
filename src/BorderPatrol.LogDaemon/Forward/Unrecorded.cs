using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>
/// What programs dropped without having a segment to say so in: they count it in their user's switch, and here it becomes a segment of its own, which
/// travels like any other.
/// </summary>
internal sealed class Unrecorded
{
    private const long LookEvery = 1_000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private long _looked = -LookEvery;

    /// <summary>Makes a segment of what has been counted since it was last asked.</summary>
    /// <param name="folder">The spool.</param>
    /// <param name="users">Whose programs this process forwards.</param>
    internal void Look(string folder, IEnumerable<uint> users)
    {
        var now = Environment.TickCount64;
        if (now - _looked < LookEvery) return;
        _looked = now;
        foreach (var user in users) Take(folder, user);
    }

    private static void Take(string folder, uint user)
    {
        using var page = Open(Path.Combine(folder, $"switch.{user}"), user);
        if (page is null || RandomAccess.GetLength(page) < Marshal.SizeOf<WireSwitch>()) return;
        var count = new byte[sizeof(ulong)];
        var offset = Marshal.OffsetOf<WireSwitch>(nameof(WireSwitch.Unrecorded));
        if (RandomAccess.Read(page, count, offset) < count.Length) return;
        if (BitConverter.ToUInt64(count) is > 0 and var dropped && TryWrite(folder, dropped, user)) Subtract(page, offset, dropped);
    }

    // Only a file of that user: the folder is everybody's.
    private static SafeFileHandle? Open(string path, uint user)
    {
        var descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenNoFollow | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0) return null;
        var page = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Statx.TryOf(descriptor, out var facts) && facts.IsRegularFile && facts.User == user) return page;
        page.Dispose();
        return null;
    }

    // While there is no room the count stays where it is.
    private static bool TryWrite(string folder, ulong dropped, uint user)
    {
        var segment = Make(dropped, user);
        var name = new SegmentName(MemoryMarshal.Read<WireSegment>(segment).Stream, 0);
        var path = Path.Combine(folder, name.ToString());
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 0 });
            file.Write(segment);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            return false;
        }
    }

    private static unsafe byte[] Make(ulong dropped, uint user)
    {
        var bytes = new byte[sizeof(WireSegment) + sizeof(WireLoss)];
        var segment = new WireSegment
        {
            Version = WireFormat.Version,
            HeaderSize = (ushort)sizeof(WireSegment),
            Size = (uint)bytes.Length,
            Stream = (ulong)Random.Shared.NextInt64(),
            State = 1,
            Claimed = (ulong)bytes.Length,
            Lost = dropped,
            Image = (ulong)Random.Shared.NextInt64(),
            Monotonic = Now(),
            Realtime = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100,
            Uid = user,
        };
        WireFormat.SegmentMagic.CopyTo(new Span<byte>(segment.Magic, 8));
        "programs without a segment"u8.CopyTo(new Span<byte>(segment.Program, 64));
        Machine.Describe(ref segment);
        var loss = new WireLoss { Head = new WireHead { Size = (uint)sizeof(WireLoss), Kind = RecordKind.Loss, State = 1 }, Time = Now(), Count = dropped };
        MemoryMarshal.Write(bytes, segment);
        MemoryMarshal.Write(bytes.AsSpan(sizeof(WireSegment)), loss);
        return bytes;
    }

    // Stopwatch counts CLOCK_MONOTONIC in nanoseconds.
    private static ulong Now() => (ulong)Stopwatch.GetTimestamp();

    // Programs go on counting meanwhile.
    private static unsafe void Subtract(SafeFileHandle page, long offset, ulong dropped)
    {
        using var file = MemoryMappedFile.CreateFromFile(page, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        using var view = file.CreateViewAccessor(0, Marshal.SizeOf<WireSwitch>());
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Interlocked.Add(ref *(long*)(start + offset), -(long)dropped);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
    }
}
