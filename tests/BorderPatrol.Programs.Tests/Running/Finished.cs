namespace BorderPatrol.Programs.Tests.Running;

/// <summary>What a program that ended has left.</summary>
/// <param name="Command">Program and arguments, for messages.</param>
/// <param name="ExitCode">128 + n when signal n ended it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Finished(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>This, after asserting success.</summary>
    public Finished Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command}\nended with {ExitCode}\n{Output}\n{Errors}");
        return this;
    }
}
