using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>An Apache with a page, /page, and what else a test asks for.</summary>
public static class Httpd
{
    /// <summary>Where it listens.</summary>
    public const int Port = 8080;

    /// <summary>Starts it; it ends with the site.</summary>
    /// <param name="site">On its machine A.</param>
    /// <param name="modules">Names of modules beside the model's, parted by blanks.</param>
    /// <param name="lines">Further lines of its configuration.</param>
    /// <param name="model">How it processes requests.</param>
    public static void Serve(Site site, string modules, string lines, string model = "event")
    {
        var folder = site.Folder;
        folder.Subfolder("htdocs");
        folder.Write("htdocs/page", "a page\n");
        string load = string.Join('\n', $"mpm_{model} authz_core {modules}".Split(' ').Select(name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"));
        string configuration = folder.Write("apache.conf", $"""
            {load}
            ServerRoot {folder.Path}
            ServerName shop
            PidFile {folder.At("apache.pid")}
            ErrorLog {folder.At("apache.log")}
            Listen {Port}
            DocumentRoot {folder.At("htdocs")}
            <Directory {folder.At("htdocs")}>
            Require all granted
            </Directory>
            {lines}

            """);
        // When a prefork server ends, it ends its whole process group.
        site.Serve(Port, "setsid", Require.Program("apache2"), "-DFOREGROUND", "-f", configuration);
    }

    /// <summary>The lines that make it speak TLS; needs the modules ssl and socache_shmcb.</summary>
    /// <param name="site">On its machine A.</param>
    public static string Encryption(Site site)
    {
        var certificate = new Certificate(site.Folder, $"IP:{site.A.Address}");
        return $"SSLEngine on\nSSLCertificateFile {certificate.Chain}\nSSLCertificateKeyFile {certificate.Key}";
    }
}
