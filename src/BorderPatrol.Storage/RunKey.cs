namespace BorderPatrol.Storage;

/// <summary>Run ids as the 128-bit number that their 32 hex digits are.</summary>
internal static class RunKey
{
    private const string Digits = "N";

    /// <summary>The number of a run id, or null when it is none.</summary>
    public static Guid? TryParse(string runId) => Guid.TryParseExact(runId, Digits, out var run) ? run : null;

    /// <summary>The run id.</summary>
    public static string Format(Guid run) => run.ToString(Digits);
}
