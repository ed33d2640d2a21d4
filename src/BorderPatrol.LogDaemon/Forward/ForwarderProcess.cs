using System.Diagnostics;
using BorderPatrol.LogDaemon.Kernel;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>What a process needs to be a forwarder that nobody notices.</summary>
internal static class ForwarderProcess
{
    private const int Politeness = 5;
    private const long GarbageAllowed = 1 << 20;
    private static readonly TimeSpan PatienceForLock = TimeSpan.FromMilliseconds(300);

    private static long _allocatedBefore;

    internal static void Prepare()
    {
        AllowManyFiles();
        _ = Libc.Nice(Politeness);
    }

    /// <summary>Frees memory early: the runtime would let garbage grow to the size of the processor's cache before it looked.</summary>
    internal static void KeepSmall()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        if (allocated - _allocatedBefore < GarbageAllowed) return;
        _allocatedBefore = allocated;
        GC.Collect();
    }

    /// <summary>Tries for a short while: who only asks whether the lock is held holds it for a moment.</summary>
    internal static bool Retry(Func<bool> take)
    {
        var tried = Stopwatch.StartNew();
        while (!take())
        {
            if (tried.Elapsed > PatienceForLock) return false;
            Thread.Sleep(10);
        }
        return true;
    }

    // One file for each traced thread.
    private static unsafe void AllowManyFiles()
    {
        var softThenHard = stackalloc ulong[2];
        if (Libc.GetLimit(Libc.LimitOpenFiles, softThenHard) != 0) return;
        softThenHard[0] = softThenHard[1];
        _ = Libc.SetLimit(Libc.LimitOpenFiles, softThenHard);
    }
}
