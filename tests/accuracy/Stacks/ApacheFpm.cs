using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.Accuracy.Stacks;

/// <summary>Apache in one of its processing models, PHP-FPM behind it by FastCGI, PostgreSQL behind that.</summary>
/// <param name="model"><c>prefork</c>, <c>worker</c> or <c>event</c>.</param>
public sealed class ApacheFpm(string model) : Stack
{
    /// <inheritdoc/>
    public override string Name => $"apache-{model}";

    /// <inheritdoc/>
    public override string Title => $"Apache ({model}) + FastCGI (PHP-FPM) + PostgreSQL";

    // Every connection that a client keeps may hold a process or a thread. None ends before the server does: what a client sends over a kept connection
    // when its other end closes must be sent again.
    private const string Limits = """
        User www-data
        Group www-data
        KeepAliveTimeout 2
        ServerLimit 300
        MaxRequestWorkers 300
        <IfModule mpm_prefork_module>
        StartServers 64
        MaxSpareServers 300
        </IfModule>
        <IfModule !mpm_prefork_module>
        ThreadsPerChild 50
        StartServers 6
        MaxSpareThreads 300
        </IfModule>
        """;

    /// <inheritdoc/>
    public override void Open(Site site)
    {
        var database = site.Keep(new Database(site.B));
        site.ServeOn(site.B, Database.Port, database.Foreground(site.Tracing.OnB));
        Php.Serve(site, $"pgsql:host={site.B.Address};dbname=postgres");
        Httpd.Serve(site, "proxy proxy_fcgi", $"{Limits}\nProxyPass /shop \"fcgi://127.0.0.1:{Php.Port}{Php.Page}\"", model);
    }

    /// <inheritdoc/>
    public override IEnumerable<Message> Expect(TaggedRequest request) =>
    [
        new Message(-1, "http", "apache2", 0),
        new Message(0, "fastcgi", Php.Program, 0),
        .. Message.Calls(request, 1, _ => ("postgresql", "postgres")),
    ];
}
