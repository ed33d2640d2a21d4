using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>lighttpd with two workers: pages by sendfile, CGI scripts, and logs that are reopened.</summary>
public class LighttpdTests
{
    [Fact]
    public void Lighttpd_serves_alike()
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(1, stage => traffic = Play(stage));
        recorded.Of("lighttpd").Processes(3).MovedExactly(ChannelKind.Tcp, traffic.Received, traffic.Sent)
            .Made(Load.Of(100), "sendfile").Made(10, "accept4", "accept").Framed(2L * Load.Of(900));
        recorded.Of("dash").Processes(Load.Of(100)).Moved(ChannelKind.Pipe, 1000, 0);
    }

    private static Traffic Play(Stage stage)
    {
        stage.Write("html/index.html", "<p>small</p>\n");
        stage.Write("html/big.txt", string.Concat(Enumerable.Repeat("0123456789abcdef\n", 10_000)));
        stage.Write("html/script.sh", "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\nwc -c\necho \"$REQUEST_METHOD $QUERY_STRING\"\n");
        string configuration = stage.Write("lighttpd.conf", $"""
            server.modules = ("mod_accesslog", "mod_cgi")
            server.document-root = "{stage.At("html")}"
            server.bind = "127.0.0.1"
            server.port = {stage.Port()}
            server.username = "www-data"
            server.max-worker = 2
            server.max-keep-alive-requests = 100000
            server.upload-dirs = ("{stage.At("tmp")}")
            server.errorlog = "{stage.At("error.log")}"
            accesslog.filename = "{stage.At("access.log")}"
            accesslog.format = "%r %>s %b"
            index-file.names = ("index.html")
            etag.use-inode = "disable"
            cgi.assign = (".sh" => "/bin/sh")
            """);
        var server = stage.Start("lighttpd", null, Require.Program("lighttpd"), "-D", "-f", configuration).Listens(stage.Port());
        var traffic = Ask(stage, 500, depth: 1);
        File.Move(stage.At("access.log"), stage.At("access.old"));
        server.Signal(Server.Hangup);
        server.Makes("access.log");
        traffic += Ask(stage, 400, depth: 4);
        server.Stop(Server.Interrupt);
        stage.NoteLog("error.log", ComparesClocks);
        stage.NoteLog("lighttpd.log");
        stage.NoteSorted([.. File.ReadLines(stage.At("access.old")), .. File.ReadLines(stage.At("access.log"))]);
        stage.NoteFiles("tmp");
        return traffic;
    }

    // lighttpd holds whole seconds of two clocks against each other and warns when it was late by a part of a second that only one of them counts.
    private static bool ComparesClocks(string line) => line.Contains("clock jumped -", StringComparison.Ordinal);

    private static Traffic Ask(Stage stage, int requests, int depth) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Depth = depth,
        Targets = ["GET /", "GET /big.txt", "HEAD /big.txt", "GET /missing", "GET /script.sh?one=two", "GET /index.html", "POST /script.sh some body", "GET /big.txt"],
    }.Run(stage, stage.Port());
}
