using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests;

/// <summary>bpsh as a program.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit", 0)]
    [InlineData("'fine' # comment", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-BPLogDaemon 1", 1)]
    [InlineData("sh -c 'exit 5'", 1)]
    [InlineData("sh -c 'exit 5'; exit $LASTEXITCODE", 5)]
    [InlineData("this is ( no command", 1)]
    public void A_command_exits_as_in_pwsh(string command, int exitCode) => Assert.Equal(exitCode, Bpsh.Run("-Command", command).ExitCode);

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("Get-BPLogDaemon 1", 0)]
    [InlineData("sh -c 'exit 5'", 0)]
    [InlineData("throw 'no'", 1)]
    public void A_script_exits_as_in_pwsh(string script, int exitCode) =>
        Assert.Equal(exitCode, Bpsh.Run("-File", _folder.File("script.ps1", script)).ExitCode);

    [Fact]
    public void A_script_gets_its_arguments()
    {
        string script = _folder.File("script.ps1", "param($Name, [switch] $On, $Rest) \"$Name|$On|$Rest|$PSScriptRoot\"");
        Assert.Equal($"it's|True|a b|{_folder.Name}\n", Bpsh.Run("-File", script, "-Name", "it's", "-On", "a b").Output);
        Assert.Equal($"x|False|-5|{_folder.Name}\n", Bpsh.Run(script, "x", "-5", "-On:$false").Output);
    }

    [Fact]
    public void A_script_that_is_not_there_and_an_unknown_option_are_wrong_usage()
    {
        Assert.Equal(64, Bpsh.Run("-File", _folder.File("none.ps1")).ExitCode);
        Assert.Equal(64, Bpsh.Run("-Nonsense").ExitCode);
        Assert.Contains("usage:", Bpsh.Run("-Help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_pipe_everything_is_plain_and_errors_are_apart()
    {
        var found = Bpsh.Run("-Command", "Get-Command -Module BorderPatrol; Get-BPLogDaemon 1");
        Assert.DoesNotContain('\e', found.Output + found.Error);
        Assert.Contains("Import-BPRawLog", found.Output, StringComparison.Ordinal);
        Assert.Contains("No log daemon runs with port 1.", found.Error, StringComparison.Ordinal);
        Assert.Contains("Recommendation: Get-BPLogDaemon lists those that run.", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_there_is_colour()
    {
        var found = Bpsh.Feed("", Require.Program("script"), "-qec", $"TERM=xterm {Bpsh.Path} -Command 'Get-BPLogDaemon 1'", "/dev/null");
        Assert.Contains("\e[", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_are_read_from_a_pipe() => Assert.Equal("4\n", Bpsh.Feed("1 + 3", Bpsh.Path).Output);

    [Fact]
    public void On_a_terminal_it_asks_until_it_is_told_to_exit()
    {
        var found = Bpsh.Feed("1 +\n41\n\nexit 7\n", Require.Program("script"), "-qec", $"TERM=dumb {Bpsh.Path}", "/dev/null");
        Assert.Contains("42", found.Output, StringComparison.Ordinal);
        Assert.Equal(7, found.ExitCode);
    }

    [Fact]
    public void Objects_become_text_for_programs()
    {
        var found = Bpsh.Run("-Command", "Get-Command Import-BPRawLog | cat; (Get-Command Import-BPRawLog | Out-String).Contains('BorderPatrol')");
        Assert.Contains("Cmdlet", found.Output, StringComparison.Ordinal);
        Assert.EndsWith("True\n", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_trace_runs_by_itself_and_finds_every_path()
    {
        var found = Bpsh.Run("-File", Path.Combine(Repository.Root, "src/BorderPatrol.Shell/demo/first-trace.ps1"), "-Requests", "12");
        Assert.True(found.ExitCode == 0, found.Output + found.Error);
        Assert.Contains("All 12 requests have exactly their own path.", found.Output, StringComparison.Ordinal);
        Assert.Equal("", found.Error);
    }

    public void Dispose() => _folder.Dispose();
}
