using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>The README's first command, typed into a fresh copy of the checkout.</summary>
public class FirstCommandTests
{
    [Fact]
    public void The_demo_builds_traces_and_shows_paths_in_a_fresh_copy()
    {
        Require.Program("gcc");
        using var folder = new Folder();
        var clone = new Clone(folder.At("clone"));

        var demo = clone.Run(Clone.Demo).Succeeded();

        Assert.Contains("Proven", demo.Output);
        Assert.Contains("shop-front", demo.Output);
        Assert.Contains("shop-back", demo.Output);
    }
}
