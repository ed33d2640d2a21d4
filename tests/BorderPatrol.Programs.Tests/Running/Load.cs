using BorderPatrol.Testing;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>How much work the programs get.</summary>
internal static class Load
{
    /// <summary>A number of requests: ten times as many in a long run.</summary>
    public static int Of(int requests) => LongRun.Or(requests, 10 * requests);
}
