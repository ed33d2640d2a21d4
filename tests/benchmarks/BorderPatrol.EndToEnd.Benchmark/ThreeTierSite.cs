using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>nginx, PHP-FPM behind it with connections to PostgreSQL that stay: three queries and a table of their rows a page.</summary>
public sealed class ThreeTierSite : NginxSite
{
    private readonly Database _database;

    /// <summary>Makes the database.</summary>
    public ThreeTierSite()
    {
        string modules = Machine.Run(Require.Program("php-fpm8.2"), "-m").Succeeded().Output;
        Require.That(modules.Contains("pgsql", StringComparison.Ordinal), "php8.2-pgsql is not installed");
        _database = new Database(Machine);
    }

    /// <inheritdoc/>
    public override string Name => "nginx + PHP-FPM + PostgreSQL, 16 clients";

    /// <inheritdoc/>
    protected override string Locations => $$"""
        location = /shop.php {
            include /etc/nginx/fastcgi_params;
            fastcgi_param SCRIPT_FILENAME {{Files.At("shop.php")}};
            fastcgi_pass unix:{{Files.At("fpm.sock")}};
        }
        """;

    /// <inheritdoc/>
    protected override void Open(IReadOnlyList<string> prefix)
    {
        _database.Start(prefix);
        string page = Files.Write("shop.php", $$"""
            <?php
            $db = pg_pconnect("host={{Machine.Address}} user=web dbname=postgres");
            foreach ([10, 20, 30] as $rows) {
                $result = pg_query_params($db, 'SELECT n, md5(n::text) AS hash FROM generate_series(1, $1) AS n', [$rows]);
                echo "<table>";
                while ($row = pg_fetch_assoc($result)) echo "<tr><td>{$row['n']}</td><td>", htmlspecialchars($row['hash']), "</td></tr>\n";
                echo "</table>\n";
            }
            """);
        // PHP's cache takes no file that is younger than two seconds.
        File.SetLastWriteTimeUtc(page, DateTime.UtcNow.AddMinutes(-1));
        string configuration = Files.Write("fpm.conf", $"""
            [global]
            daemonize = no
            error_log = {Files.At("fpm.error")}
            [www]
            user = www-data
            group = www-data
            listen = {Files.At("fpm.sock")}
            listen.mode = 0666
            pm = static
            pm.max_children = 4
            """);
        Start(["test", "-S", Files.At("fpm.sock")], [.. prefix, Require.Program("php-fpm8.2"), "-y", configuration]);
        base.Open(prefix);
    }

    /// <inheritdoc/>
    protected override Load Load(int seconds) => Benchmark.Load.OfWeb(Machine, Url + "/shop.php", clients: 16, seconds);

    /// <inheritdoc/>
    protected override void Close()
    {
        base.Close();
        _database.Stop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}
