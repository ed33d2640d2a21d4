namespace BorderPatrol.Programs.Tests.Running;

/// <summary>Waits for conditions that other processes bring about.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Returns as soon as the condition holds; fails the test when it does not within a minute.</summary>
    public static void Until(Func<bool> condition, string complaint) => Assert.True(SpinWait.SpinUntil(condition, Patience), complaint);
}
