using System.Diagnostics;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static void Holds(Func<bool> condition, string complaint)
    {
        var clock = Stopwatch.StartNew();
        Assert.True(SpinWait.SpinUntil(condition, Patience), $"{complaint} ({clock.Elapsed.TotalSeconds:F0} s)");
    }
}
