using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests;

/// <summary>
/// Runs tests/pester, what a user types, in pwsh. Debian has no package of pwsh, so here alone a missing program skips the test even where nothing else
/// may be skipped.
/// </summary>
public class PesterSuite
{
    private const string HasPester = "exit !(Get-Module Pester -ListAvailable | Where-Object Version -GE '5.0')";
    private const string Script = "$r = Invoke-Pester -Path $args[0] -PassThru; exit $r.FailedCount + [int]($r.TotalCount -eq 0)";

    [Fact]
    public void What_a_user_types()
    {
        if (Require.Find("pwsh") is not { } pwsh) { Assert.Skip("pwsh is not installed"); return; }
        if (Bpsh.Feed("", pwsh, "-NoProfile", "-Command", HasPester).ExitCode != 0) Assert.Skip("Pester 5 is not installed");
        var found = Bpsh.Feed("", pwsh, "-NoProfile", "-CommandWithArgs", Script, Path.Combine(Repository.Root, "tests/pester"));
        Assert.True(found.ExitCode == 0, found.Output + found.Error);
    }
}
