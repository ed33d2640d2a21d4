using BorderPatrol.Programs.Tests.Http;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>.NET: Kestrel, with an HttpClient, child processes and files behind it.</summary>
public class KestrelTests
{
    // This test runs from bin/CONFIGURATION/FRAMEWORK, and so does the application.
    private static readonly string Application = Path.Combine(
        Repository.Root, "tests/programs/kestrel/bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0/kestrel");

    private static readonly string Runtime = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    [Fact]
    public void Kestrel_serves_alike()
    {
        var traffic = default(Traffic);
        var recorded = Comparison.Play(1, stage => traffic = Play(stage));
        recorded.Of("kestrel").Processes(1).Threads(8).Moved(ChannelKind.Tcp, traffic.Received, traffic.Sent)
            .Moved(ChannelKind.Pipe, 10_000, 10_000).Moved(ChannelKind.File, 100_000, 100_000)
            .Made(8, "accept4", "accept")
            .Made(Load.Of(700), "recvmsg", "recv").Made(Load.Of(700), "sendmsg", "send").Made(100, "epoll_wait").Framed(2L * Load.Of(700));
        recorded.Of("sort").Processes(10);
    }

    private static Traffic Play(Stage stage)
    {
        var server = stage.Start("kestrel", null, "env", $"DOTNET_ROOT={Runtime}", "DOTNET_gcServer=0", Application, $"{stage.Port()}").Says("listening");
        var traffic = Ask(stage, 400, depth: 1) + Ask(stage, 300, depth: 5);
        server.Stop();
        stage.NoteLog("kestrel.log");
        stage.NoteFiles("tmp");
        return traffic;
    }

    private static Traffic Ask(Stage stage, int requests, int depth) => new HttpLoad
    {
        Requests = Load.Of(requests),
        Depth = depth,
        Targets = [
            "GET /text", "GET /big", "POST /echo some body", $"POST /echo {new string('x', 50_000)}", "HEAD /text",
            "GET /missing", "GET /chunks", "GET /through", "GET /file", "GET /error", "GET /sort",
        ],
    }.Run(stage, stage.Port());
}
