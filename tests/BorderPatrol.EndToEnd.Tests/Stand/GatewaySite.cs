using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>nginx, Apache and lighttpd on machine A before PHP-FPM (FastCGI) and uWSGI (uwsgi, SCGI), MariaDB and the log daemon on B, all traced; a client on C.</summary>
public sealed class GatewaySite : IDisposable
{
    private readonly Site _site = new();

    /// <summary>Starts everything.</summary>
    public GatewaySite()
    {
        _site.Folder.Write("myservices", "www 8080/tcp http\nnext 8081/tcp http\nlast 8082/tcp http\n");
        _site.Folder.Subfolder("site");
        _site.Folder.Write("site/site.php", Content("site.php"));
        try
        {
            _site.ServeOn(_site.B, MariaDb.Port, MariaDb.Foreground(_site.Folder, _site.B, _site.Tracing.OnB));
            StartOnA(9000, "php-fpm8.2", "-y", Configure("site-fpm.conf"));
            string[] uwsgi = ["--plugin", "python3", "--wsgi-file", Path.Combine(AppContext.BaseDirectory, "Content/site.py"), "--master", "--die-on-term", "--disable-logging", "--processes"];
            StartOnA(9001, "uwsgi", ["--socket", "127.0.0.1:9001", .. uwsgi, "2", "--threads", "4"]);
            StartOnA(9002, "uwsgi", ["--scgi-socket", "127.0.0.1:9002", .. uwsgi, "6"]);
            StartOnA(8080, "nginx", "-c", Configure("site-nginx.conf"));
            StartOnA(8081, "apache2", "-DFOREGROUND", "-f", Configure("site-apache.conf"));
            StartOnA(8082, "env", "LIBBTRACE_ISOLATION=full", Require.Program("lighttpd"), "-D", "-f", Configure("site-lighttpd.conf"));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A client on machine C.</summary>
    public Client OpenClient() => _site.OpenClient();

    /// <summary>The address of a page.</summary>
    /// <param name="port">Of the web server.</param>
    /// <param name="page">Path and query.</param>
    public string At(int port, string page) => $"http://{_site.A.Address}:{port}{page}";

    /// <summary>Ends the servers, those in front first, and the log daemon, and returns the paths that carry tags.</summary>
    public TracedPath[] End() => _site.End();

    /// <summary>Ends the machines with everything on them and deletes all files.</summary>
    public void Dispose() => _site.Dispose();

    private void StartOnA(int port, string program, params string[] arguments) =>
        _site.Serve(port, [$"SITE_DATABASE={_site.B.Address}", Require.Program(program), .. arguments]);

    private string Configure(string name) => _site.Folder.Write(name, Content(name).Replace("@root@", _site.Folder.Path).Replace("@database@", $"{_site.B.Address}"));

    private static string Content(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content", name));
}
