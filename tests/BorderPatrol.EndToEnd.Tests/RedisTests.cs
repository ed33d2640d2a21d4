using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that ask Redis, by a pipelining library and by redis-cli.</summary>
public class RedisTests
{
    private const int Library = 96, Program = 32;

    [Fact]
    public async Task Every_command_belongs_to_its_request()
    {
        string redis = Require.Program("redis-server");
        Require.Program("redis-cli");
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/redis"), "python3-redis is not installed");
        using var front = new Front("redis", 6379, folder =>
            [redis, "--port", "6379", "--bind", "*", "--protected-mode", "no", "--save", "", "--dir", folder.Subfolder("redis")]);
        var paths = await front.RunAsync(Library, Program);

        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"r{number:D4}", key = $"tag={tag}";
            var path = Assert.Single(paths[tag]);
            string[] expected = number < Library
                ? [$"SET {key}:a ?", $"GET {key}:a", $"INCRBY {key}:n ?", $"LRANGE {key}:none ? ?"]
                : [$"set {key}:b ?", "HELLO 3", $"get {key}:b"];
            var spans = path.Spans.Where(span => span.Protocol == "redis").ToArray();
            Assert.Equal(expected, spans.Select(span => span.Text));
            Assert.All(spans, span => Assert.Equal("OK", span.Status));
            Assert.Equal(BPCertainty.Proven, path.Request.Certainty);
        }
    }
}
