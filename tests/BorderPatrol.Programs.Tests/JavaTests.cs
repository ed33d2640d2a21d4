using System.Globalization;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Java 17: compiler, HttpServer and HttpClient, channels and selectors, child processes, thread pools.</summary>
public class JavaTests
{
    [Fact]
    public void Java_computes_alike()
    {
        int requests = Load.Of(400);
        var recorded = Comparison.Play(0, stage => Play(stage, requests));
        recorded.Of("java").Processes(1).Threads(25).Moved(ChannelKind.Tcp, requests * 100L, requests * 100L).Moved(ChannelKind.File, 100_000, 100_000)
            .Made(1, "accept", "accept4").Made(requests, "read").Made(requests, "write").Made(100, "epoll_wait").Framed(2L * requests);
        recorded.Of("javac").Processes(1);
        recorded.Of("sort").Processes(1);
    }

    private static void Play(Stage stage, int requests)
    {
        stage.Run(Require.Program("/usr/bin/javac"), "-d", stage.At("classes"), stage.At("Load.java"));
        stage.Run(Require.Program("/usr/bin/java"), "-Xmx128m", "-cp", stage.At("classes"), "Load", requests.ToString(CultureInfo.InvariantCulture)).Succeeded();
        stage.NoteFiles("classes");
    }
}
