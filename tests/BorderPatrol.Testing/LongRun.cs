namespace BorderPatrol.Testing;

/// <summary>Tests whose strength grows with their length: short in continuous integration, long with <c>BP_LONG=1</c> in the environment.</summary>
public static class LongRun
{
    /// <summary>Whether the long variant was asked for.</summary>
    public static bool Wanted => Environment.GetEnvironmentVariable("BP_LONG") == "1";

    /// <summary>One of two lengths.</summary>
    public static T Or<T>(T usual, T inLongRun) => Wanted ? inLongRun : usual;
}
