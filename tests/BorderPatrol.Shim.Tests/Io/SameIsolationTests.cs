using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>What a program gets out of a pipelined connection is the same untraced and at every level of isolation.</summary>
public class SameIsolationTests
{
    [Theory]
    [InlineData("processes", "in-turn")]
    [InlineData("processes", "to-child")]
    [InlineData("processes", "back-to-parent")]
    [InlineData("processes", "shared-set")]
    [InlineData("processes", "passed")]
    [InlineData("processes", "executed")]
    [InlineData("receivers", "lock")]
    [InlineData("receivers", "beside")]
    [InlineData("receivers", "poll")]
    [InlineData("options", "low-water")]
    [InlineData("options", "signal")]
    [InlineData("options", "wait-for-all")]
    [InlineData("options", "look")]
    [InlineData("options", "truncate")]
    [InlineData("options", "stdio")]
    [InlineData("options", "there")]
    [InlineData("options", "credentials")]
    [InlineData("waits", "signals")]
    [InlineData("waits", "timeouts")]
    [InlineData("waits", "descriptors")]
    [InlineData("interest", "at-once")]
    [InlineData("interest", "many")]
    [InlineData("messages", "unknown")]
    public void Nothing_is_lost_doubled_or_out_of_order(string program, string name) => Same(program, name);

    /// <summary>Many seeds with BP_LONG=1.</summary>
    [Theory]
    [InlineData("poll")]
    [InlineData("ppoll")]
    [InlineData("select")]
    [InlineData("pselect")]
    [InlineData("level")]
    [InlineData("level-threads")]
    [InlineData("edge")]
    [InlineData("edge-threads")]
    [InlineData("oneshot")]
    [InlineData("edge-oneshot")]
    [InlineData("exclusive")]
    [InlineData("three-sets")]
    [InlineData("nested")]
    public void A_random_crowd_is_answered_right_in_every_way_to_wait(string way)
    {
        int seeds = LongRun.Or(1, 200);
        for (int seed = 1; seed <= seeds; seed++)
            Same("stress", way, $"{seed}", "12", "12");
    }

    private static void Same(string program, params string[] arguments)
    {
        Run plain = Run.Plain(Isolation.Program(program), arguments);
        Assert.Equal(0, plain.ExitCode);
        foreach (string level in Isolation.Levels)
        {
            using var spool = new Spool();
            Run traced = Isolation.Traced(spool, level, program, arguments);
            Assert.Equal((level, plain.Output, plain.Errors, plain.ExitCode), (level, traced.Output, traced.Errors, traced.ExitCode));
            Assert.NotEmpty(spool.Streams);
            Assert.Empty(Directory.EnumerateFiles(spool.Folder, "*.held"));
        }
    }
}
