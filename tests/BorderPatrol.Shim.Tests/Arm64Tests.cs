using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>The shim for arm64: its small programs and its units, run by qemu.</summary>
public class Arm64Tests
{
    // What is left out is said where they are built, in tests/native/Makefile.
    private static readonly string[] NotInQemu =
        ["errors", "handler", "shells", "spawn", "conditions", "conditions_old", "mutexes", "rwlocks", "semaphores", "robust", "early", "own_malloc", "numbers", "pool", "waiters"];

    public static TheoryData<string> Programs =>
        [.. Native.Kinds.Except(NotInQemu).Select(name => $"kinds/{name}"), .. Native.Snippets.Except(NotInQemu).Select(name => $"snippets/{name}")];

    public static TheoryData<string> Units => [.. Native.Units.Except(NotInQemu)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_does_the_same_traced(string name)
    {
        using var spool = new Spool();
        string shim = Path.Combine(Repository.Root, "native/build/arm64/libbtrace.so");
        Run plain = Emulated([], name), traced = Emulated([$"LD_PRELOAD={shim}", $"LIBBTRACE_SPOOL={spool.Folder}"], name);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
        Assert.NotEmpty(spool.Streams);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_holds(string name)
    {
        using var spool = new Spool();
        Run run = Emulated([$"LIBBTRACE_SPOOL={spool.Folder}"], name);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    private static Run Emulated(string[] environment, string name)
    {
        string program = Path.Combine(Repository.Root, "tests/native/build/arm64", name);
        Require.That(File.Exists(program), "gcc-12-aarch64-linux-gnu is not installed");
        string[] settings = [.. environment.SelectMany(setting => new[] { "-E", setting })];
        return Run.Plain(Require.Program("qemu-aarch64"), ["-L", "/usr/aarch64-linux-gnu", .. settings, program]);
    }
}
