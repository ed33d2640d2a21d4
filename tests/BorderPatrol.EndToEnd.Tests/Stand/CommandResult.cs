namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>What a finished command left.</summary>
/// <param name="Command">Program and arguments, for messages.</param>
/// <param name="ExitCode">Its exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>This result, after asserting that the command succeeded.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command}\nexit code {ExitCode}\n{Output}\n{Errors}");
        return this;
    }
}
