using System.Runtime.InteropServices;

namespace BorderPatrol.LogDaemon.Kernel;

/// <summary>The few calls of libc that .NET does not offer.</summary>
internal static partial class Libc
{
    internal const int OpenReadOnly = 0;
    internal const int OpenReadWrite = 2;
    internal const int OpenCreate = 0x40;
    internal const int OpenExclusive = 0x80;
    internal const int OpenNonBlocking = 0x800;
    internal const int OpenCloseOnExec = 0x80000;

    internal const int ErrorNoEntry = 2;

    internal const int KeepSize = 1;
    internal const int KeepSizeAndPunchHole = 3;

    internal const int LockExclusive = 2;
    internal const int LockNonBlocking = 4;
    internal const int LockRelease = 8;

    internal const int SetLease = 1024;
    internal const int ReadLock = 0;
    internal const int Unlock = 2;

    internal const int Interrupt = 2;
    internal const int DefaultHandling = 0;

    internal const int LimitOpenFiles = 7;

    /// <summary>O_NOFOLLOW, whose value differs between processors.</summary>
    internal static int OpenNoFollow => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int Fchown(int descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Fallocate(int descriptor, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "nice", SetLastError = true)]
    internal static partial int Nice(int increment);

    [LibraryImport("libc", EntryPoint = "signal")]
    internal static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static unsafe partial int GetLimit(int resource, ulong* softThenHard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    internal static unsafe partial int SetLimit(int resource, ulong* softThenHard);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Statx(int folder, string path, int flags, uint mask, Statx* result);
}
