using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>An Apache 2.4 on port 8080 with the shop's CGI scripts, started as root, serving as www-data.</summary>
public sealed class WebServer : IDisposable
{
    private readonly Folder _folder = new();
    private readonly Machine _machine;
    private readonly string _configuration;
    private readonly bool _hasScriptDaemon;

    /// <summary>Writes its configuration; it does not run yet.</summary>
    /// <param name="machine">Where it will run.</param>
    /// <param name="model"><c>prefork</c> or <c>event</c>.</param>
    /// <param name="encrypted">Whether it speaks TLS.</param>
    public WebServer(Machine machine, string model, bool encrypted = false)
    {
        _machine = machine;
        _hasScriptDaemon = model == "event";
        string scripts = _folder.Subfolder("cgi-bin");
        foreach (string script in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Content"), "shop.*"))
            _folder.Write($"cgi-bin/{Path.GetFileName(script)}", File.ReadAllText(script));
        _folder.Subfolder("run");
        _folder.Subfolder("htdocs");
        AddPage("index.html", "<p>The shop is open.</p>\n");
        if (encrypted) Certificate = new Certificate(_folder, $"IP:{machine.Address}");
        string template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content/httpd.conf"));
        _configuration = _folder.Write("httpd.conf", template.Replace("@root@", _folder.Path).Replace("@model@", model).Replace("@scripts@", scripts)
            + Encryption);
    }

    /// <summary>What it shows where it speaks TLS; null where it does not.</summary>
    public Certificate? Certificate { get; }

    /// <summary>One line a request: process, status, path, query.</summary>
    public string AccessLog => _folder.At("access.log");

    /// <summary>The server's own complaints.</summary>
    public string ErrorLog => _folder.At("error.log");

    /// <summary>Adds a static page.</summary>
    /// <param name="name">File name.</param>
    /// <param name="text">Content.</param>
    public void AddPage(string name, string text) =>
        // Of a file that has just changed Apache gives a weak ETag.
        File.SetLastWriteTimeUtc(_folder.Write($"htdocs/{name}", text), DateTime.UnixEpoch);

    /// <summary>Adds a CGI script.</summary>
    /// <param name="name">File name.</param>
    /// <param name="text">Content.</param>
    public void AddScript(string name, string text) => _folder.Write($"cgi-bin/{name}", text);

    /// <summary>What root runs to start it.</summary>
    public IReadOnlyList<string> StartCommand => [Require.Program("apache2"), "-f", _configuration, "-k", "start"];

    /// <summary>Starts it; it listens when this returns.</summary>
    /// <param name="prefix">What stands before the command: nothing, or <c>env LD_PRELOAD=...</c>.</param>
    public void Start(params IEnumerable<string> prefix)
    {
        _machine.Run([.. prefix, .. StartCommand]).Succeeded();
        Wait.Until(() => File.Exists(ProcessFile), $"apache2 does not start: {Complaints}");
        Wait.Until(() => !_hasScriptDaemon || ScriptDaemonListens, $"apache2's daemon for scripts does not start: {Complaints}");
    }

    /// <summary>Stops it and waits until all its processes are gone.</summary>
    public void Stop()
    {
        _machine.Run(Require.Program("apache2"), "-f", _configuration, "-k", "stop").Succeeded();
        Wait.Until(() => !File.Exists(ProcessFile), $"apache2 does not stop: {Complaints}");
        Wait.Until(() => _machine.Run("pgrep", "-x", "apache2").ExitCode != 0, "apache2's processes do not end");
    }

    /// <summary>Deletes its files; the machine ends its processes.</summary>
    public void Dispose() => _folder.Dispose();

    // It gives the socket away once it listens; until then requests for scripts are answered with 503.
    private bool ScriptDaemonListens => _machine.Run("find", _folder.Path, "-name", "cgid.sock.*", "-user", "www-data").Succeeded().Output.Length > 0;

    private string Encryption => Certificate is null ? "" : $"""
        LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
        SSLEngine on
        SSLCertificateFile {Certificate.Chain}
        SSLCertificateKeyFile {Certificate.Key}

        """;

    private string ProcessFile => _folder.At("run/httpd.pid");

    private string Complaints => File.Exists(ErrorLog) ? File.ReadAllText(ErrorLog) : "no error log";
}
