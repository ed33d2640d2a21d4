using BorderPatrol.LogDaemon.Kernel;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>The right to forward one user's segments of a spool, held by one process at a time.</summary>
internal sealed class SpoolLock : IDisposable
{
    private const uint OwnerOnly = 0b110_000_000;
    private readonly string _path;
    private readonly SafeFileHandle _file;

    private SpoolLock(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Whether the lock is still the one of that name.</summary>
    internal bool IsCurrent =>
        Statx.TryOf(_path, out var named) && Statx.TryOf((int)_file.DangerousGetHandle(), out var held) && named.Inode == held.Inode;

    /// <summary>Takes the lock; null when somebody else has it or it cannot be made.</summary>
    /// <param name="spool">The folder.</param>
    /// <param name="user">The user whose segments it is about.</param>
    internal static SpoolLock? TryTake(string spool, uint user)
    {
        const int flags = Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;
        var path = Path.Combine(spool, $"forwarder.{user}.lock");
        var descriptor = Libc.Open(path, flags | Libc.OpenCreate | Libc.OpenExclusive, OwnerOnly);
        // Made by root for a user, it is the user's, whose programs ask whether it is held.
        if (descriptor >= 0 && Libc.EffectiveUser() != user) _ = Libc.Fchown(descriptor, user, uint.MaxValue);
        if (descriptor < 0) descriptor = Libc.Open(path, flags | Libc.OpenNoFollow, 0);
        if (descriptor < 0) return null;
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var isTheUsers = Statx.TryOf(descriptor, out var facts) && facts.IsRegularFile && facts.User == user;
        if (isTheUsers && Libc.Flock(descriptor, Libc.LockExclusive | Libc.LockNonBlocking) == 0) return new SpoolLock(path, handle);
        handle.Dispose();
        return null;
    }

    // Unlocked and not only closed: a forked child may have the same file open.
    public void Dispose()
    {
        _ = Libc.Flock((int)_file.DangerousGetHandle(), Libc.LockRelease);
        _file.Dispose();
    }
}
