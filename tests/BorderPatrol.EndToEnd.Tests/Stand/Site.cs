using System.Net.Sockets;
using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>Programs on machine A, traced, and what their requests were; machine C is nobody's, B has the log daemon.</summary>
public sealed class Site : IDisposable
{
    private readonly Lan _lan;
    private readonly Collector _collector;
    private readonly List<Daemon> _daemons = [];
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

    /// <summary>Where clients run that nobody traces.</summary>
    public Machine C => _lan.C;

    /// <summary>Starts a server on machine A, traced, and waits until it listens.</summary>
    /// <param name="port">Where it listens, on the machine's own address.</param>
    /// <param name="command">Program and arguments; it ends by SIGTERM.</param>
    public void Serve(int port, params IEnumerable<string> command)
    {
        var daemon = new Daemon(A, [.. Tracing.OnA, .. command]);
        _daemons.Add(daemon);
        Wait.Until(() => daemon.Ended || Listens(port), $"nothing listens on port {port}");
        if (daemon.Ended) daemon.WaitForEnd().Succeeded();
    }

    /// <summary>Writes a file of words, some on each line.</summary>
    /// <param name="words">In their order.</param>
    /// <param name="together">How many stand on a line.</param>
    public string List(IEnumerable<string> words, int together = 1) =>
        Folder.Write($"list{_lists++}", string.Concat(words.Chunk(together).Select(line => string.Join(' ', line) + "\n")));

    /// <summary>Ends the servers, the last first, and returns the paths that carry tags, none of which has lost anything.</summary>
    public TracedPath[] End()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            daemon.Signal("TERM");
            daemon.WaitForEnd();
        }

        _lan.WaitForEmptySpools();
        _collector.Interrupt();
        var run = AnalyzedRun.Of(_collector.RawLog);
        Assert.Equal((0, 0), (run.Facts!.Lost, run.Facts.Damaged));
        return [.. run.Paths.Where(path => path.Tagged.Count > 0)];
    }

    /// <summary>Kills what still runs.</summary>
    public void Dispose()
    {
        foreach (var daemon in _daemons) daemon.Dispose();
        _collector.Dispose();
        _lan.Dispose();
        Folder.Dispose();
    }

    private bool Listens(int port)
    {
        using var socket = A.OpenSocket();
        try
        {
            socket.Connect(A.Address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
