namespace BorderPatrol.Shim.Tests;

/// <summary>Law 1: a traced program computes what it computes untraced.</summary>
public class SameBehaviourTests
{
    public static TheoryData<string> Names => [.. Native.Snippets.Where(name => name is not "handler")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_prints_and_ends_the_same_traced(string name)
    {
        using var spool = new Spool();
        Same(Run.Plain(Native.Snippet(name)), Run.Traced(spool, Native.Snippet(name)));
        Assert.NotEmpty(spool.Streams);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_prints_and_ends_the_same_where_nothing_can_be_recorded(string name)
    {
        using var spool = new Spool();
        var environment = spool.Environment.ToDictionary();
        environment["LIBBTRACE_SPOOL"] = "/proc/no/such/folder";
        Same(Run.Plain(Native.Snippet(name)), Run.To(Native.Snippet(name), [], environment));
    }

    [Theory]
    [InlineData("ls -a / | cat; exit 3")]
    [InlineData("echo $(cat /proc/self/comm) $0 $# | tr a-z A-Z >&2")]
    [InlineData("(exit 7); echo $?; nonsense-command; true & wait $!; echo $?")]
    [InlineData("trap 'echo trapped' EXIT; kill -0 $$; echo out; echo err >&2; kill -TERM $$")]
    public void A_shell_line_prints_and_ends_the_same_traced(string line)
    {
        using var spool = new Spool();
        Same(Run.Plain("/bin/sh", "-c", line), Run.Traced(spool, "/bin/sh", "-c", line));
    }

    private static void Same(Run plain, Run traced)
    {
        Assert.Equal(plain.Output, traced.Output);
        Assert.Equal(plain.Errors, traced.Errors);
        Assert.Equal(plain.ExitCode, traced.ExitCode);
    }
}
