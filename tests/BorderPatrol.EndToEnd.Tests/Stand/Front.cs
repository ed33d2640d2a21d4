using System.Net.Sockets;
using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A web server of Python on machine A that asks a service on machine B for every request of machine C, both traced.</summary>
public sealed class Front : IDisposable
{
    private const int Concurrency = 32;
    private readonly Folder _folder = new();
    private readonly Lan _lan = new();
    private readonly Collector _collector;
    private readonly Daemon _server;
    private readonly Daemon _front;

    /// <summary>Starts everything.</summary>
    /// <param name="protocol">The service, as <c>Content/front.py</c> and the services map name it.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="server">The command that runs it in the foreground, for a folder of its own.</param>
    /// <param name="declaration">What the protocols file says of the service, if it is a private protocol.</param>
    /// <param name="redacts">Whether values are replaced; a tag may be one.</param>
    /// <param name="encrypted">Where it listens for TLS, under its name with an s behind it; 0 nowhere.</param>
    public Front(string protocol, int port, Func<Folder, IEnumerable<string>> server, string declaration = "", bool redacts = true, int encrypted = 0)
        : this(protocol, port, (folder, _, traced) => [.. traced, .. server(folder)], declaration, redacts, encrypted)
    {
    }

    /// <summary>Starts everything.</summary>
    /// <param name="protocol">The service, as <c>Content/front.py</c> and the services map name it.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="server">The command that runs it in the foreground, for a folder of its own, on a machine, with what stands before a command that is
    /// traced.</param>
    /// <param name="declaration">What the protocols file says of the service, if it is a private protocol.</param>
    /// <param name="redacts">Whether values are replaced; a tag may be one.</param>
    /// <param name="encrypted">Where it listens for TLS, under its name with an s behind it; 0 nowhere.</param>
    public Front(string protocol, int port, Func<Folder, Machine, IEnumerable<string>, IEnumerable<string>> server, string declaration = "", bool redacts = true, int encrypted = 0)
    {
        var tracing = new Tracing(_folder, _lan.B);
        _folder.Write("myservices", $"www 8080/tcp http\n{protocol} {port}/tcp\n{(encrypted == 0 ? "" : $"{protocol}s {encrypted}/tcp\n")}");
        _folder.Write("myprotocols", declaration);
        _collector = new Collector(_lan.B, _folder.At("log.raw"), tracing.SecretFile);
        string redact = $"LIBBTRACE_REDACT={(redacts ? 1 : 0)}";
        _server = new Daemon(_lan.B, server(_folder, _lan.B, [.. tracing.OnB, redact, $"LIBBTRACE_SERVICES={tracing.ServicesFile}"]));
        WaitForPort(_lan.B, port, _server);
        string script = Path.Combine(AppContext.BaseDirectory, "Content/front.py");
        _front = new Daemon(_lan.A, [.. tracing.OnA, redact, "/usr/bin/python3", script, protocol, $"{_lan.B.Address}"]);
        WaitForPort(_lan.A, 8080, _front);
    }

    /// <summary>Sends numbered requests, many at a time, stops the programs, and returns each request's path by its tag.</summary>
    /// <param name="library">How many through the library.</param>
    /// <param name="program">How many through the program; their numbers begin behind the library's.</param>
    public async Task<ILookup<string, TracedPath>> RunAsync(int library, int program)
    {
        using (var client = new Client(_lan.C, _lan.A))
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency };
            await Parallel.ForAsync(0, library + program, options, async (number, _) =>
            {
                string answer = await client.DescribeAsync(HttpMethod.Get, $"/{(number < library ? "library" : "program")}?tag=r{number:D4}");
                Assert.Contains(" OK 3 ", answer, StringComparison.Ordinal);
            });
        }

        foreach (var daemon in new[] { _front, _server }) daemon.Signal("TERM");
        Wait.Until(() => _front.Ended && _server.Ended, "the programs do not end");
        _lan.WaitForEmptySpools();
        _collector.Interrupt();
        var run = AnalyzedRun.Of(_collector.RawLog);
        Assert.Equal((0, 0), (run.Facts!.Lost, run.Facts.Damaged));
        return run.Paths.Where(path => path.Tagged.Count > 0).ToLookup(path => path.Tagged[0].Tag);
    }

    /// <summary>Kills what still runs.</summary>
    public void Dispose()
    {
        foreach (var part in new IDisposable?[] { _front, _server, _collector, _lan, _folder }) part?.Dispose();
    }

    private static void WaitForPort(Machine machine, int port, Daemon daemon)
    {
        Wait.Until(() => daemon.Ended || Listens(machine, port), $"nothing listens on port {port}");
        if (daemon.Ended) daemon.WaitForEnd().Succeeded();
    }

    private static bool Listens(Machine machine, int port)
    {
        using var socket = machine.OpenSocket();
        try
        {
            socket.Connect(machine.Address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
