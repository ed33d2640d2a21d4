using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>Traced programs on machines A and B, and what their requests were; machine C is nobody's, B has the log daemon.</summary>
public sealed class Site : IDisposable
{
    private readonly Lan _lan;
    private readonly Collector _collector;
    private readonly List<Daemon> _daemons = [];
    private readonly List<IDisposable> _kept = [];
    private int _lists;

    /// <summary>Starts the machines and the log daemon.</summary>
    public Site()
    {
        Require.Root();
        _lan = new Lan();
        Tracing = new Tracing(Folder, _lan.B);
        _collector = new Collector(_lan.B, Folder.At("log.raw"), Tracing.SecretFile);
    }

    /// <summary>For configurations and pages.</summary>
    public Folder Folder { get; } = new();

    /// <summary>How programs are traced.</summary>
    public Tracing Tracing { get; }

    /// <summary>Where servers run.</summary>
    public Machine A => _lan.A;

    /// <summary>Where the log daemon runs, and what servers ask.</summary>
    public Machine B => _lan.B;

    /// <summary>Where clients run that nobody traces.</summary>
    public Machine C => _lan.C;

    /// <summary>Starts a server on machine A, traced, and waits until it listens.</summary>
    /// <param name="port">Where it listens, on the machine's own address.</param>
    /// <param name="command">Program and arguments; it ends by SIGTERM.</param>
    public void Serve(int port, params IEnumerable<string> command) => ServeOn(A, port, [.. Tracing.OnA, .. command]);

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="port">Where it listens, on whichever address.</param>
    /// <param name="command">All of the command, with what makes it traced; it ends by SIGTERM.</param>
    public void ServeOn(Machine machine, int port, params IEnumerable<string> command)
    {
        var daemon = new Daemon(machine, command);
        _daemons.Add(daemon);
        Wait.Until(() => daemon.Ended || machine.Run("ss", "-Hltn", $"sport = :{port}").Output.Length > 0, $"nothing listens on port {port}");
        if (daemon.Ended) daemon.WaitForEnd().Succeeded();
    }

    /// <summary>A client on machine C for what listens on machine A.</summary>
    public Client OpenClient() => new(C, A);

    /// <summary>Writes a file of words, some on each line.</summary>
    /// <param name="words">In their order.</param>
    /// <param name="together">How many stand on a line.</param>
    public string List(IEnumerable<string> words, int together = 1) =>
        Folder.Write($"list{_lists++}", string.Concat(words.Chunk(together).Select(line => string.Join(' ', line) + "\n")));

    /// <summary>Disposes of something when the machines are gone.</summary>
    /// <param name="part">What servers of the site need.</param>
    /// <returns>The same.</returns>
    public T Keep<T>(T part)
        where T : IDisposable
    {
        _kept.Add(part);
        return part;
    }

    /// <summary>Ends the servers, the last first, and returns the paths that carry tags, none of which has lost anything.</summary>
    public TracedPath[] End() => [.. Stop().Paths.Where(path => path.Tagged.Count > 0)];

    /// <summary>Ends the servers, the last first, and returns the analysis of the run, which has lost nothing.</summary>
    public AnalyzedRun Stop()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            daemon.Signal("TERM");
            daemon.WaitForEnd();
        }

        _lan.WaitForEmptySpools();
        _collector.Interrupt();
        var run = AnalyzedRun.Of(_collector.RawLog);
        Assert.Empty(run.Warnings);
        Assert.Equal((0, 0), (run.Facts!.Lost, run.Facts.Damaged));
        return run;
    }

    /// <summary>Kills what still runs.</summary>
    public void Dispose()
    {
        foreach (var daemon in _daemons) daemon.Dispose();
        _collector.Dispose();
        _lan.Dispose();
        _kept.ForEach(part => part.Dispose());
        Folder.Dispose();
    }
}
