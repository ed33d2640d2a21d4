using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that ask memcached: by text, often without an answer, and by meta commands sent ahead; by libmemcached's tools, and by Ruby's dalli in the binary protocol.</summary>
public class MemcachedTests
{
    private const int Library = 96, Program = 32;

    [Fact]
    public async Task Every_command_belongs_to_its_request()
    {
        string memcached = Require.Program("memcached");
        Require.Program("memccat");
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/pymemcache"), "python3-pymemcache is not installed");
        Require.That(Command.Run(Require.Program("ruby"), "-rdalli", "-e", "").ExitCode == 0, "ruby-dalli is not installed");
        using var front = new Front("memcached", 11211, _ => [memcached, "-u", "nobody", "-l", "0.0.0.0", "-U", "0"]);
        var paths = await front.RunAsync(Library, Program);

        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"r{number:D4}", key = $"tag={tag}";
            var path = Assert.Single(paths[tag]);
            var spans = path.Spans.Where(span => span.Protocol == "memcached").ToArray();
            Assert.Equal(number < Library ? [.. Text(key), .. Meta(key)] : Tools(key).Concat(Binary(key)), spans.Select(span => $"{span.Text}: {span.Status}"));
            Assert.All(spans, span => Assert.Equal(("memcached", "machine-b"), (span.Program, span.Host)));
            Assert.Equal((BPCertainty.Proven, ""), (path.Request.Certainty, path.Request.Reasons));
        }
    }

    private static string[] Text(string key) => [$"set {key}:a 0 0 5 noreply: OK", $"get {key}:a {key}:none: OK", $"add {key}:n 0 0 1: STORED", $"incr {key}:n ?: OK"];

    // Quiet commands are one question with the one that ends them.
    private static string[] Meta(string key) => [$"ms {key}:m 5: OK", $"mg {key}:m v: OK", $"mg {key}:none v q\nmg {key}:m v q\nmn: OK", $"md {key}:m: OK"];

    private static string[] Tools(string key) => [$"get {key}:b: END", "quit: OK", $"set {key}:c: OK", "quit: OK", $"get {key}:c: OK", "quit: OK"];

    private static string[] Binary(string key) =>
        ["version: OK", $"set {key}:d: OK", $"get {key}:d: OK", $"get {key}:d:none: 1", $"incr {key}:d:n: OK", $"incr {key}:d:n: OK", $"delete {key}:d: OK"];
}
