using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>WebSockets, 32 at a time, through nginx to a server of Python: what opens each is one path, and what is said then disturbs nobody's.</summary>
public class WebSocketTests
{
    private const int Sockets = 64;
    private const int AtOnce = 32;
    private const int Backend = 9001;

    private static readonly string Content = Path.Combine(AppContext.BaseDirectory, "Content");

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public void What_opens_each_is_one_path(string client)
    {
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/websockets"), "python3-websockets is not installed");
        Require.That(client != "node" || Directory.Exists("/usr/share/nodejs/ws"), "node-ws is not installed");
        string[] program = client == "node" ? [Require.Program("node"), Path.Combine(Content, "websocket.js")] : ["/usr/bin/python3", Path.Combine(Content, "websocket.py"), "client"];
        using var site = new Site();
        site.Serve(Backend, "/usr/bin/python3", Path.Combine(Content, "websocket.py"), "server", $"{Backend}");
        Nginx.Serve(site, Backend, "proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;");
        string told = site.C.Run([.. program, $"ws://{site.A.Address}:{Nginx.Port}/chat", $"{Sockets}", $"{AtOnce}"]).Succeeded().Output;
        Assert.Contains($"{Sockets} good", told, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, Sockets).Select(number => $"r{number:D4} GET /chat: nginx 0 http 101, python3.11 1 http 101"),
            site.End().Select(Describe).Order(StringComparer.Ordinal));
    }

    private static string Describe(TracedPath path) =>
        $"{path.Tagged[0].Tag} {path.Request.Operation} {path.Request.Route}: " + string.Join(", ", path.Spans.Select(span => $"{span.Service} {span.Depth} {span.Protocol} {span.Status}"));
}
