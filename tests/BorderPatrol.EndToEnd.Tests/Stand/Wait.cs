using System.Diagnostics;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>Waits for conditions that other processes bring about.</summary>
public static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Returns as soon as the condition holds; fails the test when it does not within a minute.</summary>
    /// <param name="condition">Cheap and without effects.</param>
    /// <param name="complaint">What the failure says.</param>
    public static void Until(Func<bool> condition, string complaint)
    {
        var clock = Stopwatch.StartNew();
        Assert.True(SpinWait.SpinUntil(condition, Patience), $"{complaint} ({clock.Elapsed.TotalSeconds:F0} s)");
    }
}
