using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that ask servers of protocols that only the user knows, by clients of Python and of Perl, several at a time on a connection.</summary>
public class PrivateProtocolTests
{
    private const int Library = 96, Program = 32;

    [Fact]
    public async Task Every_line_belongs_to_its_request()
    {
        string perl = Require.Program("perl");
        await EveryMessageBelongsAsync("lines", 4000, [perl, Content("lines.pl"), "4000"], "lines line keep=40\n");
    }

    [Fact]
    public async Task Every_message_with_a_length_belongs_to_its_request()
    {
        Require.Program("perl");
        await EveryMessageBelongsAsync("lengths", 4001, ["/usr/bin/python3", Content("lengths.py"), "4001"], "lengths length size=4 order=big keep=40\n");
    }

    private static async Task EveryMessageBelongsAsync(string protocol, int port, string[] server, string declaration)
    {
        using var front = new Front(protocol, port, _ => server, declaration);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"r{number:D4}", word = number < Library ? "a" : "b";
            var path = Assert.Single(paths[tag]);
            var spans = path.Spans.Where(span => span.Protocol == protocol).ToArray();
            Assert.Equal([$"PUT {word} tag={tag}", $"GET {word} tag={tag}"], spans.Select(span => span.Text));
            Assert.All(spans, span => Assert.Equal(("OK", "machine-b"), (span.Status, span.Host)));
            Assert.Equal(BPCertainty.Proven, path.Request.Certainty);
        }
    }

    private static string Content(string file) => Path.Combine(AppContext.BaseDirectory, "Content", file);
}
