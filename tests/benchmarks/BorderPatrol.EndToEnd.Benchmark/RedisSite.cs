using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>Redis and redis-benchmark's GET.</summary>
public sealed class RedisSite : LoadedSite
{
    private const int RequestsASecond = 40_000; // about what it answers: the load is counted, not timed

    /// <inheritdoc/>
    public override string Name => "redis-benchmark GET, 50 clients";

    /// <inheritdoc/>
    protected override void Open(IReadOnlyList<string> prefix) => Start(
        [Require.Program("redis-cli"), "-e", "ping"],
        [.. prefix, Require.Program("redis-server"), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", Files.Path]);

    /// <inheritdoc/>
    protected override Load Load(int seconds) => Benchmark.Load.OfRedis(Machine.Run(
        Require.Program("redis-benchmark"), "-t", "get", "-c", "50", "-n", $"{RequestsASecond * seconds}", "--csv").Succeeded().Output);
}
