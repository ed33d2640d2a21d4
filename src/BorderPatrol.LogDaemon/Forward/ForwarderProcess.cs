using System.Diagnostics;
using BorderPatrol.LogDaemon.Kernel;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Makes a process that some traced program started into a quiet one of its own.</summary>
internal static class ForwarderProcess
{
    private const int Politeness = 5;
    private static readonly TimeSpan PatienceForLock = TimeSpan.FromMilliseconds(300);

    internal static void Prepare()
    {
        UnblockSignals();
        AllowManyFiles();
        _ = Libc.Nice(Politeness);
        // The folder in which that program happened to be may be wanted elsewhere.
        Directory.SetCurrentDirectory("/");
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

    // The starter may have blocked anything.
    private static unsafe void UnblockSignals()
    {
        var none = stackalloc byte[Libc.SignalSetSize];
        new Span<byte>(none, Libc.SignalSetSize).Clear();
        _ = Libc.SignalMask(Libc.SetSignalMask, none, null);
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
