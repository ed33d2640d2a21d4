namespace BorderPatrol.LogDaemon.Collect;

/// <summary>A disk that takes nothing at the moment: said once when it begins and once when it is over.</summary>
/// <param name="path">The raw log.</param>
/// <param name="giveUp">Ends the waiting.</param>
internal sealed class BlockedDisk(string path, CancellationToken giveUp)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private volatile bool _reported;

    internal void Report(Exception error)
    {
        if (_reported) return;
        _reported = true;
        Log.Warn(ErrorIds.RawLogBlocked, $"cannot write {path}: {error.Message}. Nothing is lost: records wait in the spools and are taken when there is room again");
    }

    /// <summary>Waits until it is worth another try.</summary>
    /// <exception cref="OperationCanceledException">The collector ends.</exception>
    internal void Wait()
    {
        giveUp.WaitHandle.WaitOne(RetryAfter);
        giveUp.ThrowIfCancellationRequested();
    }

    internal void Over()
    {
        if (!_reported) return;
        _reported = false;
        Log.Say($"writing {path} again");
    }
}
