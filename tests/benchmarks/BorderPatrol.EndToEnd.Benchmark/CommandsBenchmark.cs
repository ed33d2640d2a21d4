using System.Diagnostics;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>How long the README's two commands take on a clean clone.</summary>
public static class CommandsBenchmark
{
    /// <summary>Runs both, the first with an empty package cache and once more.</summary>
    /// <param name="results">Takes the times.</param>
    public static void Run(Results results)
    {
        using var folder = new Folder();
        var clone = new Clone(folder.At("clone"));
        string packages = $"NUGET_PACKAGES={folder.Subfolder("packages")}";
        results.Say("First command on a clean clone, nothing restored, s", Seconds(() => clone.Run(["env", packages, .. Clone.Demo])));
        results.Say("First command again, s", Seconds(() => clone.Run(["env", packages, .. Clone.Demo])));
        results.Say("Second command, all tests, s", Seconds(() => clone.Run(["env", packages, .. Clone.Tests])));
    }

    private static double Seconds(Func<CommandResult> run)
    {
        var clock = Stopwatch.StartNew();
        run().Succeeded();
        return clock.Elapsed.TotalSeconds;
    }
}
