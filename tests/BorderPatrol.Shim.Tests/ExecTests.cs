using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>exec: recorded before it happens, and the shim goes along whatever environment is given.</summary>
public class ExecTests
{
    [Theory]
    [InlineData("execve", "execve")]
    [InlineData("execve-null", "execve")]
    [InlineData("execle", "execve")]
    [InlineData("execv", "execve")]
    [InlineData("execl", "execve")]
    [InlineData("execvp", "execvp")]
    [InlineData("execlp", "execvp")]
    [InlineData("execvpe", "execvp")]
    [InlineData("fexecve", "fexecve")]
    [InlineData("execveat", "fexecve")]
    public void A_program_executed_with_a_bare_environment_stays_traced(string how, string call)
    {
        using var spool = new Spool();
        Run plain = Run.Plain(Native.Snippet("exec"), how);
        Run traced = Run.Traced(spool, Native.Snippet("exec"), how);
        Assert.Equal((plain.Output, plain.Errors, 3), (traced.Output, traced.Errors, traced.ExitCode));

        Recording before = spool.Streams.Single(stream => stream.Program == "exec");
        Recording after = spool.Streams.Single(stream => stream.Program == "dash");
        Assert.Equal((uint)traced.ProcessId, after.Header.Pid);
        Assert.Equal(before.Header.Pid, after.Header.Pid);
        Assert.Equal(before.Header.ProcessStart, after.Header.ProcessStart);
        Assert.NotEqual(before.Header.Image, after.Header.Image);
        Record exec = before.Records.Single(record => record.CallNumber == Calls.Number(call));
        Assert.Equal(["sh", "-c"], exec.Texts[1..3]);
        Assert.Equal((0, 0), (exec.Call.Result, exec.Call.Error));
        Assert.Equal(RecordKind.Cost, before.Records.Last().Kind);
    }

    [Fact]
    public void A_failed_exec_is_recorded_with_its_error()
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Native.Snippet("exec_fails"));
        IReadOnlyList<WireCall> calls = spool.Main(run.ProcessId).CallsOf(Calls.Execve);
        Assert.Equal((0, 0), (calls[0].Result, calls[0].Error));
        Assert.Equal((-1, 2), (calls[1].Result, calls[1].Error));
        Assert.Equal((-1, 13), (calls[3].Result, calls[3].Error));
        Assert.Equal((-1, 14), (calls[5].Result, calls[5].Error));
    }

    [Fact]
    public void Other_preloads_and_chosen_settings_are_kept()
    {
        using var spool = new Spool();
        string other = Directory.EnumerateFiles("/lib", "libm.so.6", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).First();
        Run run = Run.Traced(spool, "/usr/bin/env", "-i", $"LD_PRELOAD={other}", "LIBBTRACE_HOST=elsewhere", "/usr/bin/env");
        Assert.Equal(
            [$"LD_PRELOAD={other}:{Native.Shim}", "LIBBTRACE_HOST=elsewhere", $"LIBBTRACE_SPOOL={spool.Folder}"],
            run.Output.Trim().Split('\n').Order());
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void A_shim_that_the_child_could_not_load_is_taken_out()
    {
        using var spool = new Spool { Shim = Path.Combine(Path.GetTempPath(), $"libbtrace-{Guid.NewGuid():N}.so") };
        File.Copy(Native.Shim, spool.Shim);
        Run run = Run.Traced(spool, "/bin/sh", "-c", $"rm {spool.Shim}; /bin/echo out; env -i /usr/bin/env");
        Assert.Equal(("out\n", "", 0), (run.Output, run.Errors, run.ExitCode));
    }
}
