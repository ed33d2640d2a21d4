using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged requests for scripts (CGI) in three languages, with and without a body: each path has its own script, and what that asked of a service.</summary>
public class CgiTests
{
    private const int Requests = 96, AtOnce = 32, Service = 9001, Posted = 3000;

    private static readonly string Content = Path.Combine(AppContext.BaseDirectory, "Content");

    private static readonly (string Script, string Program)[] Scripts = [("cgi.sh", "dash"), ("cgi.pl", "perl"), ("cgi.py", "python3.11")];

    [Theory]
    [InlineData("event")]
    [InlineData("prefork")]
    [InlineData("lighttpd")]
    public void Each_request_has_its_own_script(string server)
    {
        using var site = new Site();
        site.Serve(Service, Require.Program("node"), Path.Combine(Content, "http2.js"), "backend", $"{Service}");
        site.Folder.Subfolder("cgi-bin");
        foreach (var (script, _) in Scripts) site.Folder.Write($"cgi-bin/{script}", File.ReadAllText(Path.Combine(Content, script)));
        if (server == "lighttpd") ServeLighttpd(site);
        else ServeApache(site, server);
        string file = site.Folder.Write("posted", new string('p', Posted));
        string list = site.List(Enumerable.Range(0, Requests).Select(number => $"{(Posts(number) ? $"--data-binary @{file} " : "")}http://{site.A.Address}:8080/cgi-bin/{Scripts[number % 3].Script}?tag={Tag(number)}"));
        string told = site.C.Run("xargs", "-a", list, "-P", $"{AtOnce}", "-L", "1", Require.Program("curl"), "-s").Succeeded().Output;
        Assert.Equal(
            Enumerable.Range(0, Requests).Select(number => $"{Tag(number)} {Method(number)} {(Posts(number) ? Posted : 0)} 200"),
            told.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')).Select(words => $"{words[1]} {words[0]} {string.Join(' ', words[2..])}").Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Range(0, Requests).Select(number => Expected(server == "lighttpd" ? server : "apache2", number)),
            site.End().Select(Describe).Order(StringComparer.Ordinal));
    }

    private static bool Posts(int number) => number % 2 == 1;

    private static string Tag(int number) => $"r{number:D4}";

    private static string Method(int number) => Posts(number) ? "POST" : "GET";

    private static string Expected(string server, int number)
    {
        var (script, program) = Scripts[number % 3];
        return $"{Tag(number)} Proven: 0 http {server} {Method(number)} /cgi-bin/{script} 201, 1 cgi {program} {Method(number)} /cgi-bin/{script} 201, 2 http node GET /item 200";
    }

    private static string Describe(TracedPath path) => $"{path.Tagged[0].Tag} {path.Request.Certainty}{path.Request.Reasons}: " +
        string.Join(", ", path.Spans.Select(span => $"{span.Depth} {span.Protocol} {span.Program} {span.Operation} {span.Route} {span.Status}"));

    private static void ServeApache(Site site, string model)
    {
        string module = model == "event" ? "cgid" : "cgi";
        Httpd.Serve(site, $"alias {module}", $"""
            DefaultRuntimeDir {site.Folder.Path}
            ScriptAlias /cgi-bin/ {site.Folder.At("cgi-bin")}/
            <Directory {site.Folder.At("cgi-bin")}>
            Require all granted
            </Directory>
            """, model);
        // While mod_cgid's daemon does not listen yet, scripts are answered with 503.
        Wait.Until(() => site.C.Run("curl", "-sf", $"http://{site.A.Address}:8080/cgi-bin/cgi.sh").ExitCode == 0, "no script is run");
    }

    private static void ServeLighttpd(Site site) => site.Serve(8080, Require.Program("lighttpd"), "-D", "-f", site.Folder.Write("lighttpd.conf", $"""
        server.document-root = "{site.Folder.Path}"
        server.port = 8080
        server.errorlog = "{site.Folder.At("lighttpd.log")}"
        server.modules = ("mod_cgi")
        cgi.assign = (".sh" => "", ".pl" => "", ".py" => "")

        """));
}
