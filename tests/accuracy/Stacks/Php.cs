using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.Accuracy.Stacks;

/// <summary>PHP-FPM with the shop's page, whose every request opens a connection to the database.</summary>
public static class Php
{
    /// <summary>Where it listens for FastCGI.</summary>
    public const int Port = 9000;

    /// <summary>What runs.</summary>
    public const string Program = "php-fpm8.2";

    /// <summary>The page's file.</summary>
    public static string Page { get; } = Path.Combine(AppContext.BaseDirectory, "Programs/shop.php");

    /// <summary>Starts it; it ends with the site.</summary>
    /// <param name="site">On its machine A.</param>
    /// <param name="database">The database, in PDO's words.</param>
    public static void Serve(Site site, string database)
    {
        Require.That(Directory.EnumerateFiles("/usr/lib/php", $"pdo_{database.Split(':')[0]}.so", SearchOption.AllDirectories).Any(), $"PHP's {database.Split(':')[0]} is not installed");
        string configuration = site.Folder.Write("fpm.conf", $"""
            [global]
            daemonize = no
            error_log = {site.Folder.At("fpm.log")}
            [www]
            user = root
            group = root
            listen = 127.0.0.1:{Port}
            listen.backlog = 512
            pm = static
            pm.max_children = 8
            env[SHOP_DATABASE] = "{database}"
            """);
        site.Serve(Port, Require.Program(Program), "-R", "-y", configuration);
    }
}
