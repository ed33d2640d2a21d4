using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>Programs that cannot load the shim: executed without it, unharmed, and nothing is printed.</summary>
public class TargetTests
{
    [Theory]
    [InlineData("32-bit", "gcc-multilib")]
    [InlineData("static", "gcc")]
    [InlineData("static-pie", "gcc")]
    [InlineData("musl", "musl-tools")]
    [InlineData("musl-static", "musl-tools")]
    public void A_target_runs_as_it_does_untraced_however_it_is_executed(string target, string package)
    {
        string program = Target(target, package);
        string script = Path.Combine(Path.GetTempPath(), $"bp-script-{Guid.NewGuid():N}");
        File.WriteAllText(script, $"#!{program} from-script\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string lines = $"{program} by-path; env -i {program} scrubbed; PATH={Path.GetDirectoryName(program)} {target} by-name; {script}; {program} last";
        // A static program is handed the preload on, for its own children.
        Same("/bin/sh", "-c", $"{{ {lines}; {Native.Snippet("launch")} {program}; }} 2>&1 | sed 's/preload: .*//'");
        File.Delete(script);
    }

    [Fact]
    public void A_program_of_another_processor_is_left_alone_under_its_emulator()
    {
        string program = Target("aarch64", "gcc-12-aarch64-linux-gnu"), emulator = Require.Program("qemu-aarch64");
        Same("/bin/sh", "-c", $"{emulator} -L /usr/aarch64-linux-gnu {program} explicit; env -i {emulator} -L /usr/aarch64-linux-gnu {program} scrubbed");
    }

    [Fact]
    public void A_setuid_program_is_left_alone()
    {
        Require.Root();
        string program = Path.Combine(Path.GetTempPath(), $"bp-setuid-{Guid.NewGuid():N}");
        File.Copy(Target("static", "gcc"), program);
        File.SetUnixFileMode(program, (UnixFileMode)Convert.ToInt32("4755", 8));
        Same(Require.Program("setpriv"), "--reuid=65534", "--clear-groups", program);
        Same(Require.Program("setpriv"), "--reuid=65534", "--clear-groups", "/bin/su", "--version");
        File.Delete(program);
    }

    [Fact]
    public void A_32_bit_program_does_not_see_the_shim()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, "/bin/sh", "-c", Target("32-bit", "gcc-multilib") + " alone");
        Assert.Equal(("alone 32-bit, preload: no\n", "", 5), (run.Output, run.Errors, run.ExitCode));
    }

    private static string Target(string name, string package)
    {
        string program = Native.Target(name);
        Require.That(File.Exists(program), $"{package} is not installed");
        return program;
    }

    private static void Same(string program, params string[] arguments)
    {
        using var spool = new Spool();
        Run plain = Run.Plain(program, arguments), traced = Run.Traced(spool, program, arguments);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
        Assert.NotEmpty(spool.Streams);
    }
}
