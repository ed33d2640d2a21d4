using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Apache in its three models: pages, CGI scripts, pipelining, and a graceful restart.</summary>
public class ApacheTests
{
    private const string Script = """
        #!/bin/sh
        printf 'Content-Type: text/plain\r\n\r\n'
        wc -c
        echo "$REQUEST_METHOD $QUERY_STRING"
        seq 1 2000
        """;

    [Theory]
    [InlineData("prefork", 13)]
    [InlineData("worker", 5)]
    [InlineData("event", 5)]
    public void Apache_serves_and_restarts_alike(string model, int processes)
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(1, stage => traffic = Play(stage, model));
        recorded.Of("apache2").Processes(processes).MovedExactly(ChannelKind.Tcp, traffic.Received, traffic.Sent)
            .Made(10, "accept4").Made(Load.Of(500), "writev").Made(Load.Of(500), "read").Framed(2L * Load.Of(1000));
        recorded.Of("dash").Processes(Load.Of(100)).Made(Load.Of(200), "write");
        recorded.Of("seq").Processes(Load.Of(100)).Made(Load.Of(100), "fclose");
    }

    private static Traffic Play(Stage stage, string model)
    {
        stage.Write("htdocs/index.html", "<p>small</p>\n");
        stage.Write("htdocs/big.txt", string.Concat(Enumerable.Repeat("0123456789abcdef\n", 10_000)));
        stage.Write("cgi-bin/script.sh", Script);
        stage.MakeFolder("run");
        string configuration = stage.Write("httpd.conf", Configuration(stage, model));
        var server = stage.Start("apache", null, Require.Program("apache2"), "-f", configuration, "-DFOREGROUND").Listens(stage.Port()).Makes("run/httpd.pid")
            .Until(() => CanRunScripts(stage, model), "does not start its daemon for scripts");

        var traffic = Ask(stage, 500, depth: 1) + Ask(stage, 300, depth: 5);
        server.Renew(Server.User1);
        server.Until(() => stage.Read("error.log").Split("resuming normal operations").Length == 3 && CanRunScripts(stage, model), "does not restart");
        traffic += Ask(stage, 200, depth: 1);
        server.Stop();

        stage.NoteLog("error.log");
        stage.NoteLog("apache.log");
        stage.NoteSorted(File.ReadLines(stage.At("access.log")));
        stage.NoteFiles("run");
        return traffic;
    }

    private static Traffic Ask(Stage stage, int requests, int depth) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Depth = depth,
        Targets = [
            "GET /", "GET /big.txt", "HEAD /big.txt", "GET /missing", "GET /cgi-bin/script.sh?one=two",
            "GET /index.html", "POST /cgi-bin/script.sh some body", "GET /big.txt", "GET /",
        ],
    }.Run(stage, stage.Port());

    // Until the daemon of mod_cgid listens, requests for scripts are answered with 503.
    private static bool CanRunScripts(Stage stage, string model) => model == "prefork"
        || File.ReadLines("/proc/net/unix").Any(socket => socket.Contains(" 00010000 ", StringComparison.Ordinal) && socket.Contains(stage.At("run/cgid.sock"), StringComparison.Ordinal));

    private static string Configuration(Stage stage, string model) => $"""
        ServerRoot {stage.Folder}
        ServerName localhost
        Listen 127.0.0.1:{stage.Port()}
        User www-data
        Group www-data
        DefaultRuntimeDir {stage.At("run")}
        PidFile {stage.At("run/httpd.pid")}
        ErrorLog {stage.At("error.log")}
        CustomLog {stage.At("access.log")} "%r %>s %B"
        LoadModule mpm_{model}_module /usr/lib/apache2/modules/mod_mpm_{model}.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
        <IfModule mpm_prefork_module>
            LoadModule cgi_module /usr/lib/apache2/modules/mod_cgi.so
            StartServers 6
            # Where more are idle it ends one with a request to itself, now and then; where all are at work it says so.
            MaxSpareServers 40
            MaxRequestWorkers 40
        </IfModule>
        <IfModule !mpm_prefork_module>
            LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so
            ScriptSock cgid.sock
            StartServers 2
            # Many more threads than connections: while none is idle Apache closes connections that it keeps.
            ThreadsPerChild 32
            MinSpareThreads 8
            MaxSpareThreads 64
            MaxRequestWorkers 64
        </IfModule>
        KeepAlive On
        MaxKeepAliveRequests 0
        DocumentRoot {stage.At("htdocs")}
        ScriptAlias /cgi-bin/ {stage.At("cgi-bin")}/
        <Directory {stage.Folder}>
            Require all granted
        </Directory>
        """;
}
