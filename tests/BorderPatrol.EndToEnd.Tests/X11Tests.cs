using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that start clients of one X server, many at a time.</summary>
public class X11Tests
{
    private const int Setting = 48, Asking = 32;

    // What xprop asks for before it comes to its property.
    private static readonly string[] Atoms = ["UTF8_STRING", "WM_COLORMAP_WINDOWS", "WM_PROTOCOLS", "_NET_WM_ICON", "WM_STATE"];

    [Fact]
    public async Task Every_request_to_the_display_belongs_to_the_request_that_started_the_client()
    {
        string server = Require.Program("Xvfb");
        Require.Program("xprop");
        Require.Program("xlsatoms");
        using var front = new Front("x11", 6007, _ => [server, ":7", "-ac", "-noreset", "-listen", "tcp", "-nolisten", "unix", "-nolisten", "local", "-maxclients", "256", "-screen", "0", "320x240x8"]);
        var paths = await front.RunAsync(Setting, Asking);

        for (int number = 0; number < Setting + Asking; number++)
        {
            string tag = $"r{number:D4}";
            var path = Assert.Single(paths[tag]);
            var spans = path.Spans.Where(span => span.Protocol == "x11").ToArray();
            string[] expected = number < Setting
                ? ["Setup", "QueryExtension BIG-REQUESTS", "GetProperty", "QueryExtension XKEYBOARD", .. Atoms.Append($"tag={tag}").Select(name => $"InternAtom {name}"), "GetInputFocus"]
                : ["Setup", $"InternAtom tag={tag}-none"];
            Assert.Equal(expected, spans.Select(span => span.Text));
            Assert.All(spans, span => Assert.Equal(("Success", "machine-b", "Xvfb"), (span.Status, span.Host, span.Program)));
            Assert.True(path.Request.Certainty == BPCertainty.Proven, path.Request.Reasons);
        }
    }
}
