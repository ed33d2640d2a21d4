using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>The C unit tests of recorder and guard, built with the sanitizers.</summary>
public class UnitTests
{
    public static TheoryData<string> Names => [.. Native.Units];

    [Theory]
    [MemberData(nameof(Names))]
    public void Unit_holds_under_the_address_and_undefined_behaviour_sanitizers(string name) => Holds("address", name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Unit_holds_under_the_thread_sanitizer(string name) => Holds("thread", name);

    private static void Holds(string sanitizer, string name)
    {
        using var spool = new Spool();
        Run run = Run.To(Path.Combine(Repository.Root, "tests/native/build", sanitizer, name), [], [KeyValuePair.Create("LIBBTRACE_SPOOL", spool.Folder)]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal("", run.Errors);
    }
}
