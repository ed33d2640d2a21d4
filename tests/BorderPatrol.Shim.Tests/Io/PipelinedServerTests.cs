namespace BorderPatrol.Shim.Tests.Io;

/// <summary>Real servers answer pipelined requests as they do untraced, and take them from the connection one at a time.</summary>
public class PipelinedServerTests
{
    private const int Connections = 8, Rounds = 5;

    public static TheoryData<string, string> Cases => new()
    {
        { "nginx", "reads" },
        { "nginx", "full" },
        { "apache", "reads" },
        { "apache", "full" },
        { "asyncio", "reads" },
        { "asyncio", "full" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Pipelined_requests_are_answered_one_by_one(string kind, string level)
    {
        List<string> plain, traced;
        using (var server = new PipelinedServer(kind, [])) plain = await server.Ask(Connections, Rounds);
        using var spool = new Spool();
        using (var server = new PipelinedServer(kind, spool.Environment.Append(KeyValuePair.Create("LIBBTRACE_ISOLATION", level))))
            traced = await server.Ask(Connections, Rounds);
        Assert.All(plain, answer => Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal));
        Assert.Equal(plain, traced);
        List<int> ends = [.. spool.Streams.SelectMany(CrowdTests.RequestsByCall)];
        Assert.Equal(Connections * Rounds * 10, ends.Sum());
        Assert.DoesNotContain(ends, count => count > 1);
    }
}
