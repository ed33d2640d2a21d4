namespace BorderPatrol.Programs.Tests.Running;

/// <summary>How much work the programs get.</summary>
internal static class Load
{
    private static bool Long => Environment.GetEnvironmentVariable("BP_LONG") == "1";

    /// <summary>A number of requests: ten times as many with <c>BP_LONG=1</c>.</summary>
    public static int Of(int requests) => Long ? 10 * requests : requests;
}
