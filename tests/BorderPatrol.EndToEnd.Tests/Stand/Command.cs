using System.Diagnostics;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>Runs programs of the test's own machine, with the test's environment less what would change what they do.</summary>
public static class Command
{
    // Tracing, database clients and the build that runs these tests would all speak through the environment.
    private static readonly string[] Dropped = ["LIBBTRACE_", "LD_PRELOAD", "PG", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "TESTINGPLATFORM_"];
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program to its end; fails the test when it takes minutes.</summary>
    public static CommandResult Run(params IEnumerable<string> command) => Run(Minutes, command);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="patience">The test fails when it takes longer.</param>
    /// <param name="command">Program and arguments.</param>
    public static CommandResult Run(TimeSpan patience, IEnumerable<string> command)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        string line = string.Join(' ', command);
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{line}\ndid not end within {patience}");
        }
        return new CommandResult(line, process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Starts a program with all its standard streams in pipes.</summary>
    public static Process Start(params IEnumerable<string> command)
    {
        var start = new ProcessStartInfo(command.First())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in command.Skip(1)) start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(IsDropped).ToArray()) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static bool IsDropped(string name) => Dropped.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
