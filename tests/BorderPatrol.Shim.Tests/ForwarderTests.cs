using System.Diagnostics;

namespace BorderPatrol.Shim.Tests;

/// <summary>The forwarder that the shim starts, played by a program that tells what it was given.</summary>
public sealed class ForwarderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("bp-forwarder-").FullName;
    private readonly Spool _spool;

    public ForwarderTests()
    {
        _spool = new Spool { Shim = Path.Combine(_folder, "libbtrace.so") };
        File.Copy(Native.Shim, _spool.Shim);
        File.Copy(Native.Snippet("forwarder"), Path.Combine(_folder, "bplogd"));
    }

    [Fact]
    public void It_is_started_once_with_nothing_of_the_program()
    {
        using Process program = Run.Start(Native.Snippet("children"), ["wait"], _spool.Environment);
        string[] told = Told();
        Assert.Equal("forward", told[0]);
        Assert.Equal($"LIBBTRACE_SPOOL={_spool.Folder}", told[1]);
        Assert.Equal("descriptors /dev/null /dev/null /dev/null", told[2]);
        Assert.Equal("blocked 0 ignored 0", told[3]);
        Assert.Equal("session its own, folder /", told[4]);
        Assert.NotEqual($"parent {program.Id}", told[5]);

        Assert.Equal(0, Run.Traced(_spool, "/bin/sh", "-c", "/bin/true; /bin/true").ExitCode);
        Assert.Single(Directory.EnumerateFiles(_spool.Folder, "told.*"));
        program.StandardInput.Close();
        Assert.Equal("blocked 0, pending 0\nwait -1 No child processes\nwait for clones -1 No child processes\ndied 0\n", program.StandardOutput.ReadToEnd());
        Assert.True(program.WaitForExit(Patience));
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public void A_program_does_not_wait_for_it_nor_does_a_pipe_stay_open()
    {
        Run run = Run.Traced(_spool, "/bin/echo", "out");
        Assert.Equal(("out\n", "", 0), (run.Output, run.Errors, run.ExitCode));
        Assert.Equal("forward", Told()[0]);
    }

    [Fact]
    public void A_program_that_takes_in_orphans_does_not_get_it_as_a_child()
    {
        using Process program = Run.Start(Native.Snippet("subreaper"), [], _spool.Environment);
        Assert.Equal("wait -1 No child processes, died 0", program.StandardOutput.ReadLine());
        Assert.Equal("descriptors /dev/null /dev/null /dev/null", Told()[2]);
        Leave();
        program.StandardInput.Close();
        Assert.Equal("wait -1 No child processes, died 0\n", program.StandardOutput.ReadToEnd());
        Assert.True(program.WaitForExit(Patience));
        Assert.Equal(0, program.ExitCode);
    }

    public void Dispose()
    {
        Leave();
        _spool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Leave()
    {
        if (Directory.Exists(_spool.Folder)) File.WriteAllText(Path.Combine(_spool.Folder, "leave"), "");
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(_spool.Folder) || !Directory.EnumerateFiles(_spool.Folder, "told.*").Any(), Patience));
    }

    private string[] Told()
    {
        string[] told = [];
        Assert.True(SpinWait.SpinUntil(
            () => Directory.Exists(_spool.Folder) && Directory.EnumerateFiles(_spool.Folder, "told.*").Any(file => (told = File.ReadAllLines(file)).Length == 6),
            Patience));
        return told;
    }
}
