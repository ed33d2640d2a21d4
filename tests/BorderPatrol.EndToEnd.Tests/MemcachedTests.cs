using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that ask memcached, by a library that often wants no answer and by libmemcached's tools.</summary>
public class MemcachedTests
{
    private const int Library = 96, Program = 32;

    [Fact]
    public async Task Every_command_belongs_to_its_request()
    {
        string memcached = Require.Program("memcached");
        Require.Program("memccat");
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/pymemcache"), "python3-pymemcache is not installed");
        using var front = new Front("memcached", 11211, _ => [memcached, "-u", "nobody", "-l", "0.0.0.0", "-U", "0"]);
        var paths = await front.RunAsync(Library, Program);

        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"r{number:D4}", key = $"tag={tag}";
            var path = Assert.Single(paths[tag]);
            string[] expected = number < Library
                ? [$"set {key}:a 0 0 5 noreply", $"get {key}:a {key}:none", $"add {key}:n 0 0 1", $"incr {key}:n ?"]
                : [$"get {key}:b", "quit"];
            var spans = path.Spans.Where(span => span.Protocol == "memcached").ToArray();
            Assert.Equal(expected, spans.Select(span => span.Text));
            Assert.Equal(BPCertainty.Proven, path.Request.Certainty);
        }
    }
}
