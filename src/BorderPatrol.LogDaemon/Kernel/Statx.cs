using System.Runtime.InteropServices;

namespace BorderPatrol.LogDaemon.Kernel;

/// <summary>What the kernel tells about a file; the same layout on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const int CurrentFolder = -100;
    private const uint BasicFacts = 0x7ff;
    private const int TypeMask = 0xf000;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint User;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    public readonly bool IsRegularFile => (Mode & TypeMask) == 0x8000;

    public readonly bool IsFolder => (Mode & TypeMask) == 0x4000;

    /// <summary>Asks about an open file.</summary>
    public static bool TryOf(int descriptor, out Statx facts) => TryGet(descriptor, "", EmptyPath, out facts);

    /// <summary>Asks about a path; of a symbolic link, not of what it leads to.</summary>
    public static bool TryOf(string path, out Statx facts) => TryGet(CurrentFolder, path, NoFollow, out facts);

    private static unsafe bool TryGet(int folder, string path, int flags, out Statx facts)
    {
        fixed (Statx* result = &facts)
        {
            *result = default;
            return Libc.Statx(folder, path, flags, BasicFacts, result) == 0;
        }
    }
}
