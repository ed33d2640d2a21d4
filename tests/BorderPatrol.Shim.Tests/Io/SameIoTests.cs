namespace BorderPatrol.Shim.Tests.Io;

/// <summary>Law 1 for descriptors and bytes: every family gives the same results and errors with and without the shim.</summary>
public class SameIoTests
{
    [Theory]
    [InlineData("files")]
    [InlineData("pipes")]
    [InlineData("sockets")]
    [InlineData("stdio")]
    [InlineData("many")]
    [InlineData("swept")]
    public void A_family_behaves_the_same_traced(string name)
    {
        using var spool = new Spool();
        Run plain = Run.Plain(Io.Program(name)), traced = Run.Traced(spool, Io.Program(name));
        Assert.Equal(plain.Output, traced.Output);
        Assert.Equal((plain.Errors, 0), (traced.Errors, traced.ExitCode));
        Assert.Equal(0, plain.ExitCode);
        Assert.All(spool.Streams, stream => Assert.Equal(0ul, stream.Lost));
    }

    [Theory]
    [InlineData("files")]
    [InlineData("pipes")]
    [InlineData("sockets")]
    [InlineData("stdio")]
    [InlineData("many")]
    [InlineData("swept")]
    public void A_family_behaves_the_same_where_nothing_can_be_recorded(string name)
    {
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Native.Shim, ["LIBBTRACE_SPOOL"] = "/proc/no/such/folder" };
        Run plain = Run.Plain(Io.Program(name)), traced = Run.To(Io.Program(name), [], environment);
        Assert.Equal(plain.Output, traced.Output);
        Assert.Equal((plain.Errors, 0), (traced.Errors, traced.ExitCode));
    }
}
