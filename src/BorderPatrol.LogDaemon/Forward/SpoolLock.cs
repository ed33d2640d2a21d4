using BorderPatrol.LogDaemon.Kernel;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>The right to forward one user's segments of a spool, held by one process at a time.</summary>
internal static class SpoolLock
{
    private const uint OwnerOnly = 0b110_000_000;

    /// <summary>Takes the lock; null when somebody else has it or it cannot be made.</summary>
    /// <param name="spool">The folder.</param>
    /// <param name="user">The user whose segments it is about.</param>
    internal static SafeFileHandle? TryTake(string spool, uint user)
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
        if (isTheUsers && Libc.Flock(descriptor, Libc.LockExclusive | Libc.LockNonBlocking) == 0) return handle;
        handle.Dispose();
        return null;
    }
}
