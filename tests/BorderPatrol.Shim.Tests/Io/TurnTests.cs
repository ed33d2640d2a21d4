namespace BorderPatrol.Shim.Tests.Io;

/// <summary>Full isolation: waits tell of one connection at a time where a protocol is known, in turn, and change nothing elsewhere.</summary>
public class TurnTests
{
    [Theory]
    [InlineData("poll")]
    [InlineData("select")]
    [InlineData("epoll")]
    public void One_connection_at_a_time_is_told_of(string wait)
    {
        Assert.Equal("7 at most, fair\n", Run.Plain(Isolation.Program("turns"), wait, "http").Output);
        Assert.Equal("7 at most, fair\n", Traced("none", wait, "http"));
        Assert.Equal("7 at most, fair\n", Traced("reads", wait, "http"));
        Assert.Equal("1 at most, fair\n", Traced("full", wait, "http"));
    }

    [Theory]
    [InlineData("poll")]
    [InlineData("select")]
    [InlineData("epoll")]
    public void Connections_of_no_known_protocol_are_told_of_together(string wait) =>
        Assert.Equal("7 at most, fair\n", Traced("full", wait, "other"));

    private static string Traced(string level, string wait, string protocol)
    {
        using var spool = new Spool();
        return Isolation.Traced(spool, level, "turns", wait, protocol).Output;
    }
}
