using BorderPatrol.EndToEnd.Tests.Accuracy;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A web server of Python on machine A that asks a service on machine B for every request of machine C, both traced.</summary>
public sealed class Front : IDisposable
{
    private const int Concurrency = 32;
    private readonly Site _site = new();

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
        var (folder, tracing) = (_site.Folder, _site.Tracing);
        folder.Write("myservices", $"www 8080/tcp http\n{protocol} {port}/tcp\n{(encrypted == 0 ? "" : $"{protocol}s {encrypted}/tcp\n")}");
        folder.Write("myprotocols", declaration);
        string redact = $"LIBBTRACE_REDACT={(redacts ? 1 : 0)}";
        try
        {
            _site.ServeOn(_site.B, port, server(folder, _site.B, [.. tracing.OnB, redact, $"LIBBTRACE_SERVICES={tracing.ServicesFile}"]));
            _site.Serve(8080, redact, "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Content/front.py"), protocol, $"{_site.B.Address}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Sends numbered requests, many at a time, stops the programs, and returns each request's path by its tag.</summary>
    /// <param name="library">How many through the library.</param>
    /// <param name="program">How many through the program; their numbers begin behind the library's.</param>
    public async Task<ILookup<string, TracedPath>> RunAsync(int library, int program)
    {
        using (var client = _site.OpenClient())
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency };
            await Parallel.ForAsync(0, library + program, options, async (number, _) =>
            {
                string answer = await client.DescribeAsync(HttpMethod.Get, $"/{(number < library ? "library" : "program")}?tag=r{number:D4}");
                Assert.Contains(" OK 3 ", answer, StringComparison.Ordinal);
            });
        }

        return _site.End().ToLookup(path => path.Tagged[0].Tag);
    }

    /// <summary>Kills what still runs.</summary>
    public void Dispose() => _site.Dispose();
}
