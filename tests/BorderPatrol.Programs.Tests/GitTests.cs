using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>git: many commits, packing, and clone, fetch and push through files and a daemon.</summary>
public class GitTests
{
    [Fact]
    public void Git_makes_the_same_history()
    {
        var recorded = Comparison.Play(1, Play);
        recorded.Of("git").Processes(60).Moved(ChannelKind.Pipe, 1_000, 1_000).Moved(ChannelKind.Tcp, 500, 500)
            .Moved(ChannelKind.File, 10_000, 10_000).Made(10, "fork").Made(10, "pread");
        recorded.Of("git-daemon").Processes(1).Made(2, "accept").Made(2, "fork");
    }

    private static void Play(Stage stage)
    {
        string origin = stage.MakeFolder("served/origin");
        stage.Write(".gitconfig", """
            [user]
            name = A
            email = a@example.test
            [init]
            defaultBranch = main
            [safe]
            directory = *
            [core]
            abbrev = 12
            [pack]
            threads = 1
            [gc]
            autoDetach = false

            """);
        stage.Run("bash", stage.At("history.bash"), origin, $"{Load.Of(12)}").Succeeded();
        stage.Run(Git("-C", origin, "gc", "--quiet"));
        stage.Run(Git("-C", origin, "fsck", "--full", "--no-progress"));

        var daemon = stage.Start("daemon", null, Git(
            "daemon", "--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1", $"--port={stage.Port()}", $"--base-path={stage.At("served")}"));
        daemon.Listens(stage.Port());
        string address = $"git://127.0.0.1:{stage.Port()}/origin";
        stage.Run(Git("clone", "--quiet", address, stage.At("clone")));
        stage.Run(Git("clone", "--quiet", "--bare", $"file://{origin}", stage.At("bare")));
        stage.Run("bash", stage.At("history.bash"), stage.At("clone"), "5");
        stage.Run(Git("-C", stage.At("clone"), "push", "--quiet", "origin", "HEAD:refs/heads/pushed"));
        stage.Run(Git("-C", stage.At("clone"), "push", "--quiet", stage.At("bare"), "HEAD:refs/heads/pushed"));
        stage.Run(Git("-C", stage.At("bare"), "fetch", "--quiet", address, "+refs/heads/*:refs/heads/*"));
        stage.Run(Git("-C", stage.At("clone"), "push", "--quiet", "origin", "HEAD:refs/heads/bad..name"));
        daemon.Stop();

        foreach (string repository in new[] { origin, stage.At("clone"), stage.At("bare") })
        {
            stage.Run(Git("-C", repository, "for-each-ref"));
            stage.Run(Git("-C", repository, "fsck", "--full", "--no-progress"));
        }
        stage.Run(Git("-C", origin, "log", "--graph", "--stat", "--oneline", "pushed"));
        stage.Run(Git("-C", origin, "archive", "--format=tar", "pushed", "-o", stage.At("tmp/archive.tar")));
        stage.Run("sha256sum", stage.At("tmp/archive.tar"));
        stage.NoteLog("daemon.log");
        stage.NoteFiles("clone");
    }

    private static string[] Git(params string[] words) => [Require.Program("git"), .. words];
}
