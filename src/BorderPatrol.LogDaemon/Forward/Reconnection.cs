using System.Diagnostics;
using System.Net.Sockets;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Connects to the collector, less and less often while it cannot be reached.</summary>
internal sealed class Reconnection(ForwardSettings settings)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _unreachable = new();
    private readonly Stopwatch _paused = new();
    private TimeSpan _pause = TimeSpan.Zero;
    private string _reported = "";

    /// <summary>For how long the collector has not been there.</summary>
    internal TimeSpan Unreachable => _unreachable.Elapsed;

    /// <summary>A new connection, or null when it is not yet time for another try, or it failed.</summary>
    internal CollectorLink? TryConnect()
    {
        if (_paused.IsRunning && _paused.Elapsed < _pause) return null;
        try
        {
            return CollectorLink.Connect(settings);
        }
        catch (Exception error) when (error is SocketException or ProtocolException)
        {
            Report(error);
            return null;
        }
    }

    /// <summary>Notes that a connection failed or could not be had, and says so unless that was the last thing said.</summary>
    internal void Report(Exception error)
    {
        Pause();
        if (error.Message == _reported) return;
        _reported = error.Message;
        Log.Say($"no connection to the collector at {settings.Host} port {settings.Port}: {error.Message}; trying again");
    }

    /// <summary>Notes that the collector has stored something.</summary>
    internal void Worked()
    {
        _pause = TimeSpan.Zero;
        _reported = "";
        _unreachable.Reset();
    }

    /// <summary>Leaves the collector alone for a while.</summary>
    internal void Pause()
    {
        _pause = _pause == TimeSpan.Zero ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        _paused.Restart();
        _unreachable.Start();
    }
}
