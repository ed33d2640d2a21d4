using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>Servers on one machine and the load on them.</summary>
public abstract class LoadedSite : IDisposable
{
    private readonly Lan _lan = new();
    private readonly Folder _files = new();
    private readonly List<Daemon> _running = [];

    /// <summary>What is measured, as the results name it.</summary>
    public abstract string Name { get; }

    /// <summary>The machine of servers, log daemon and load.</summary>
    protected Machine Machine => _lan.B;

    /// <summary>A folder for everything that the servers need.</summary>
    protected Folder Files => _files;

    /// <summary>Measures with and without tracing, in turns.</summary>
    public (Pairs Rate, Pairs Middle, Pairs Slow) Measure()
    {
        var tracing = new Tracing(_files, Machine);
        using var collector = new Collector(Machine, _files.At("log.raw"), tracing.SecretFile);
        var measured = Pairs.Measure(traced =>
        {
            Open(traced ? tracing.OnB : []);
            Load(seconds: 1);
            var load = Load(seconds: 5);
            Close();
            _lan.WaitForEmptySpools();
            return [load.Rate, load.Middle, load.Slow];
        });
        return (measured[0], measured[1], measured[2]);
    }

    /// <summary>Ends everything and deletes all files.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the servers; they answer when this returns.</summary>
    /// <param name="prefix">What stands before each server's command.</param>
    protected abstract void Open(IReadOnlyList<string> prefix);

    /// <summary>Loads them.</summary>
    /// <param name="seconds">For how long.</param>
    protected abstract Load Load(int seconds);

    /// <summary>Ends the servers in order.</summary>
    protected virtual void Close()
    {
        foreach (var server in _running)
        {
            server.Signal("TERM");
            server.WaitForEnd();
            server.Dispose();
        }
        _running.Clear();
    }

    /// <summary>Starts a server in the foreground.</summary>
    /// <param name="ready">Succeeds once it answers.</param>
    /// <param name="command">Program and arguments.</param>
    protected void Start(IReadOnlyList<string> ready, params IEnumerable<string> command)
    {
        var server = new Daemon(Machine, command);
        _running.Add(server);
        Wait.Until(() => server.Ended || Machine.Run(ready).ExitCode == 0, $"{string.Join(' ', command)} does not answer");
        if (server.Ended) server.WaitForEnd().Succeeded();
    }

    /// <summary>Ends everything and deletes all files.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var server in _running) server.Dispose();
        _lan.Dispose();
        _files.Dispose();
    }
}
