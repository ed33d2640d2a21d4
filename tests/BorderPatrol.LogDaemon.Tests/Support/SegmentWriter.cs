using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>One segment, written as a traced thread writes it: through a shared mapping, by the rules of native/wire/WIRE.md.</summary>
internal sealed unsafe class SegmentWriter : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _base;

    internal SegmentWriter(string spool, ulong stream, uint number, int size = WireFormat.SegmentMinimum, Action<WriterIdentity>? identify = null)
    {
        Path = System.IO.Path.Combine(spool, $"{stream:x16}.{number:x8}.seg");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        _file = MemoryMappedFile.CreateFromFile(new FileStream(Path, options), null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, false);
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _base);
        WriteHeader(stream, number, size, identify);
    }

    internal string Path { get; private set; }

    internal ref WireSegment Header => ref *(WireSegment*)_base;

    internal int Room => (int)(Header.Size - Header.Claimed);

    /// <summary>Claims space as a thread does before it writes.</summary>
    /// <returns>The record's place.</returns>
    internal ulong Claim(int size)
    {
        var place = Header.Claimed;
        Volatile.Write(ref Header.Claimed, place + (ulong)size);
        return place;
    }

    /// <summary>Writes the head with state 0.</summary>
    internal void Begin(ulong place, int size) => Head(place) = new WireHead { Size = (uint)size, Kind = RecordKind.Call };

    /// <summary>Writes a body that carries a number, then state 1.</summary>
    internal void Finish(ulong place, ulong sequence)
    {
        Unsafe.AsRef<WireCall>(_base + place).Argument = sequence;
        Volatile.Write(ref Head(place).State, 1);
    }

    /// <summary>Writes a whole record.</summary>
    internal void Append(ulong sequence, int size)
    {
        var place = Claim(size);
        Begin(place, size);
        Finish(place, sequence);
    }

    internal void Close() => Volatile.Write(ref Header.State, 1);

    /// <summary>Closes it for now: it would be written into again.</summary>
    internal void Keep()
    {
        Header.Reuse = SegmentReuse.Kept;
        Close();
    }

    /// <summary>Makes it another segment, if the forwarder has given it back and has not removed it.</summary>
    /// <param name="stream">The new stream.</param>
    /// <param name="number">The new number.</param>
    /// <param name="steps">How far it comes before the process is killed: the header, the rest, the name, all.</param>
    /// <returns>Whether it may be written into.</returns>
    internal bool TryRenew(ulong stream, uint number, int steps = 4)
    {
        if (Header.Reuse != SegmentReuse.Free) return false;
        var (size, used) = (Header.Size, Header.Claimed);
        var renamed = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $"{stream:x16}.{number:x8}.seg");
        if (steps > 0) Volatile.Write(ref *(ulong*)_base, 0);
        if (steps > 1) new Span<byte>(_base, (int)used).Clear();
        if (steps > 2 && !TryRename(renamed)) return false;
        if (steps > 3) WriteHeader(stream, number, (int)size, null);
        return steps > 3;
    }

    /// <summary>Lets go of the file: without <see cref="Close"/> before, as SIGKILL does.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private bool TryRename(string renamed)
    {
        try
        {
            File.Move(Path, renamed);
            Path = renamed;
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private ref WireHead Head(ulong place) => ref Unsafe.AsRef<WireHead>(_base + place);

    private void WriteHeader(ulong stream, uint number, int size, Action<WriterIdentity>? identify)
    {
        var identity = new WriterIdentity();
        identify?.Invoke(identity);
        ref var header = ref Header;
        header.Version = WireFormat.Version;
        header.HeaderSize = (ushort)sizeof(WireSegment);
        header.Size = (uint)size;
        header.Stream = stream;
        header.Number = number;
        header.Claimed = (ulong)sizeof(WireSegment);
        header.Image = identity.Image;
        header.Monotonic = identity.Monotonic;
        header.PidNamespace = identity.PidNamespace;
        header.ProcessStart = identity.ProcessStart;
        header.Pid = header.Tid = identity.ProcessId;
        Volatile.Write(ref *(ulong*)_base, BitConverter.ToUInt64(WireFormat.SegmentMagic));
    }
}

/// <summary>Who a segment says wrote it.</summary>
internal sealed class WriterIdentity
{
    internal ulong Image { get; set; } = 1;

    internal ulong Monotonic { get; set; } = 1;

    internal ulong PidNamespace { get; set; }

    internal ulong ProcessStart { get; set; }

    internal uint ProcessId { get; set; } = (uint)Environment.ProcessId;
}
