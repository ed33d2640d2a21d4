using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>nginx, Apache and lighttpd on machine A before PHP-FPM (FastCGI) and uWSGI (uwsgi, SCGI), MariaDB and the log daemon on B, all traced; a client on C.</summary>
public sealed class GatewaySite : IDisposable
{
    private readonly Folder _folder = new();
    private readonly Lan _lan = new();
    private readonly Tracing _tracing;
    private readonly Collector _collector;
    private readonly List<Daemon> _servers = [];

    /// <summary>Starts everything.</summary>
    public GatewaySite()
    {
        _tracing = new Tracing(_folder, _lan.B);
        _folder.Write("myservices", "www 8080/tcp http\nnext 8081/tcp http\nlast 8082/tcp http\n");
        _folder.Subfolder("site");
        _folder.Write("site/site.php", Content("site.php"));
        _collector = new Collector(_lan.B, _folder.At("log.raw"), _tracing.SecretFile);
        try
        {
            StartDatabase();
            StartOnA(9000, "php-fpm8.2", "-y", Configure("site-fpm.conf"));
            string[] uwsgi = ["--plugin", "python3", "--wsgi-file", Path.Combine(AppContext.BaseDirectory, "Content/site.py"), "--master", "--die-on-term", "--disable-logging", "--processes"];
            StartOnA(9001, "uwsgi", ["--socket", "127.0.0.1:9001", .. uwsgi, "2", "--threads", "4"]);
            StartOnA(9002, "uwsgi", ["--scgi-socket", "127.0.0.1:9002", .. uwsgi, "6"]);
            StartOnA(8080, "nginx", "-c", Configure("site-nginx.conf"));
            StartOnA(8081, "apache2", "-DFOREGROUND", "-f", Configure("site-apache.conf"));
            StartOnA(8082, "lighttpd", "-D", "-f", Configure("site-lighttpd.conf"));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A client on machine C.</summary>
    public Client OpenClient() => new(_lan.C, _lan.A);

    /// <summary>The address of a page.</summary>
    /// <param name="port">Of the web server.</param>
    /// <param name="page">Path and query.</param>
    public string At(int port, string page) => $"http://{_lan.A.Address}:{port}{page}";

    /// <summary>Ends the servers, those in front first, and the log daemon, and analyzes the raw log.</summary>
    public AnalyzedRun Close()
    {
        foreach (var server in Enumerable.Reverse(_servers))
        {
            server.Signal("TERM");
            server.WaitForEnd();
        }

        _lan.WaitForEmptySpools();
        _collector.Interrupt();
        return AnalyzedRun.Of(_collector.RawLog);
    }

    /// <summary>Ends the machines with everything on them and deletes all files.</summary>
    public void Dispose()
    {
        foreach (var part in (IDisposable[])[_collector, _lan, .. _servers, _folder]) part.Dispose();
    }

    private void StartDatabase()
    {
        string data = _folder.Subfolder("data");
        string first = _folder.Write("first.sql", """
            create database site;
            create table site.item (id int primary key, name varchar(20));
            insert into site.item values (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four');
            create user web@'%' identified by 'secret';
            grant select on site.* to web@'%';

            """);
        _lan.B.Run(Require.Program("mariadb-install-db"), "--no-defaults", $"--datadir={data}", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db").Succeeded();
        Start(_lan.B, _tracing.OnB, 3306, Require.Program("mariadbd"), "--no-defaults", "--user=root", $"--datadir={data}", $"--init-file={first}", $"--bind-address={_lan.B.Address}",
            $"--socket={_folder.At("database")}", "--port=3306", "--skip-name-resolve", "--max-connections=100", "--innodb-buffer-pool-size=16M");
    }

    private void StartOnA(int port, string program, params string[] arguments) =>
        Start(_lan.A, [.. _tracing.OnA, $"SITE_DATABASE={_lan.B.Address}"], port, [Require.Program(program), .. arguments]);

    private void Start(Machine machine, IEnumerable<string> prefix, int port, params string[] command)
    {
        var server = new Daemon(machine, [.. prefix, .. command]);
        _servers.Add(server);
        Wait.Until(() => server.Ended || machine.Run("ss", "-Hltn", $"sport = :{port}").Output.Length > 0, $"{command[0]} does not listen");
        if (server.Ended) server.WaitForEnd().Succeeded();
    }

    private string Configure(string name) => _folder.Write(name, Content(name).Replace("@root@", _folder.Path).Replace("@database@", $"{_lan.B.Address}"));

    private static string Content(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content", name));
}
