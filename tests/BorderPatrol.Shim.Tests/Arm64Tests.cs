using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>The shim for arm64: its small programs and its units, run by qemu.</summary>
public class Arm64Tests
{
    // What is left out is said where they are built, in tests/native/Makefile.
    private static readonly string[] NotInQemu =
        ["errors", "handler", "shells", "spawn", "conditions", "conditions_old", "mutexes", "rwlocks", "semaphores", "robust", "numbers", "pool", "waiters"];

    public static TheoryData<string> Programs =>
        [.. Native.Kinds.Except(NotInQemu).Select(name => $"kinds/{name}"), .. Native.Snippets.Except(NotInQemu).Select(name => $"snippets/{name}")];

    public static TheoryData<string> Units => [.. Native.Units.Except(NotInQemu)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_does_the_same_traced(string name)
    {
        using var spool = new Spool();
        string shim = Path.Combine(Repository.Root, "native/build/arm64/libbtrace.so");
        Run plain = Emulated(spool, [], name), traced = Emulated(spool, ["-E", $"LD_PRELOAD={shim}"], name);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
        Assert.NotEmpty(spool.Streams);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_holds(string name)
    {
        using var spool = new Spool();
        Run run = Emulated(spool, [], name);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    // The program finds its settings in its environment; before its libc is ready it looks into /proc, where qemu leaves its own.
    private static Run Emulated(Spool spool, string[] options, string name)
    {
        string program = Path.Combine(Repository.Root, "tests/native/build/arm64", name);
        Require.That(File.Exists(program), "gcc-12-aarch64-linux-gnu is not installed");
        return Run.To(Require.Program("qemu-aarch64"), ["-L", "/usr/aarch64-linux-gnu", .. options, program], [KeyValuePair.Create("LIBBTRACE_SPOOL", spool.Folder)]);
    }
}
