using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>The shim for arm64: its small programs and its units, run by qemu.</summary>
public class Arm64Tests
{
    /// <summary>Left out: programs whose own output changes from run to run, or whose shell would be this machine's.</summary>
    public static TheoryData<string> Programs =>
    [
        .. Native.Kinds.Select(name => $"kinds/{name}"),
        .. Native.Snippets.Where(name => name is not ("errors" or "handler" or "shells" or "spawn")).Select(name => $"snippets/{name}"),
    ];

    /// <summary>Left out: what takes minutes in an emulator.</summary>
    public static TheoryData<string> Units => [.. Native.Units.Where(name => name is not "pool")];

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
