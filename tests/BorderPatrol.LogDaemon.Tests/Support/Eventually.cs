using System.Diagnostics;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static void Holds(Func<bool> condition, string complaint) => Holds(condition, () => complaint);

    internal static void Holds(Func<bool> condition, Func<string> complaint)
    {
        var clock = Stopwatch.StartNew();
        if (!SpinWait.SpinUntil(condition, Patience)) Assert.Fail($"{complaint()} ({clock.Elapsed.TotalSeconds:F0} s)");
    }
}
