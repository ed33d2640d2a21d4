using System.IO.MemoryMappedFiles;

namespace BorderPatrol.Raw;

/// <summary>A file mapped for reading.</summary>
internal sealed unsafe class RawFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private RawFile(FileStream file)
    {
        Length = file.Length;
        _map = MemoryMappedFile.CreateFromFile(file, null, Length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* address = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
        Address = address + _view.PointerOffset;
    }

    public byte* Address { get; }

    public long Length { get; }

    /// <summary>Maps a file, or null when it is empty or nothing that can be mapped.</summary>
    public static RawFile? Map(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.CanSeek && file.Length > 0) return new RawFile(file);
        file.Dispose();
        return null;
    }

    /// <summary>The bytes from an offset on, at most as many as a span can have.</summary>
    public ReadOnlySpan<byte> From(long offset, long most) => new(Address + offset, (int)Math.Min(Math.Min(Length - offset, most), int.MaxValue));

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
