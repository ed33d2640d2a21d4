using System.Runtime.InteropServices;

namespace BorderPatrol.Cmdlets;

/// <summary>Ends log daemons in order.</summary>
internal static partial class LogDaemonEnd
{
    private const int Terminate = 15;
    private const int NoSuchProcess = 3;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PatienceWithSpool = TimeSpan.FromSeconds(5);

    // The daemon itself waits 30 seconds at most for its forwarders.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks it to end and returns once it has, with everything on disk.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="cancellation">Ends the waiting; the daemon ends nevertheless.</param>
    /// <param name="waiting">Called now and then while it has not ended.</param>
    /// <exception cref="BorderPatrolException">LogDaemonNotFound, AccessDenied, LogDaemonFailed.</exception>
    internal static void Stop(BPLogDaemon daemon, CancellationToken cancellation, Action? waiting = null)
    {
        if (!LogDaemons.IsRunning(daemon)) throw NotFound($"The log daemon with process id {daemon.ProcessId} does not run any more.");
        for (var end = DateTime.UtcNow + PatienceWithSpool; LocalSpool.HoldsEnded(daemon.Port) && DateTime.UtcNow < end; waiting?.Invoke())
            Pause(cancellation);
        Signal(daemon);
        for (var end = DateTime.UtcNow + Patience; LogDaemons.IsRunning(daemon); waiting?.Invoke())
        {
            Pause(cancellation);
            if (DateTime.UtcNow > end) throw Stuck(daemon);
        }

        var messages = new FileInfo(LogDaemonStart.MessagesOf(daemon.Path));
        if (messages is { Exists: true, Length: 0 }) messages.Delete();
    }

    /// <summary>The error for a daemon that is not there.</summary>
    internal static BorderPatrolException NotFound(string message) =>
        new(ErrorIds.LogDaemonNotFound, message, "Get-BPLogDaemon lists those that run.");

    private static void Pause(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(LookAgain);
        cancellation.ThrowIfCancellationRequested();
    }

    private static BorderPatrolException Stuck(BPLogDaemon daemon) => new(
        ErrorIds.LogDaemonFailed,
        $"The log daemon with process id {daemon.ProcessId} did not end within {Patience.TotalSeconds} seconds.",
        $"See '{LogDaemonStart.MessagesOf(daemon.Path)}'; the raw log is sound even if you kill the process.");

    private static void Signal(BPLogDaemon daemon)
    {
        if (kill(daemon.ProcessId, Terminate) == 0) return;
        if (Marshal.GetLastPInvokeError() == NoSuchProcess) throw NotFound($"The log daemon with process id {daemon.ProcessId} does not run any more.");
        throw new BorderPatrolException(
            ErrorIds.AccessDenied,
            $"The log daemon with process id {daemon.ProcessId} belongs to another user.",
            "Stop it as that user or as root.");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int processId, int signal);
}
