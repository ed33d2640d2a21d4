using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>Apache's event model and a page from a file.</summary>
public sealed class ApacheSite : LoadedSite
{
    private readonly WebServer _web;

    /// <summary>Writes the server's configuration.</summary>
    public ApacheSite() => _web = new WebServer(Machine, "event");

    /// <inheritdoc/>
    public override string Name => "Apache (event), static page, 64 clients";

    /// <inheritdoc/>
    protected override void Open(IReadOnlyList<string> prefix) => _web.Start(prefix);

    /// <inheritdoc/>
    protected override Load Load(int seconds) => Benchmark.Load.OfWeb(Machine, "http://127.0.0.1:8080/index.html", clients: 64, seconds);

    /// <inheritdoc/>
    protected override void Close() => _web.Stop();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _web.Dispose();
    }
}
