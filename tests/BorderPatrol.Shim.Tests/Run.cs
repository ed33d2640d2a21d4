using System.Diagnostics;

namespace BorderPatrol.Shim.Tests;

/// <summary>What a program did: all that it wrote and how it ended.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
/// <param name="ExitCode">128 + signal when it was killed.</param>
/// <param name="ProcessId">Its process.</param>
internal sealed record Run(string Output, string Errors, int ExitCode, int ProcessId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program as it is.</summary>
    public static Run Plain(string program, params string[] arguments) => To(program, arguments, []);

    /// <summary>Runs a program under the shim, recording into a spool.</summary>
    public static Run Traced(Spool spool, string program, params string[] arguments) =>
        To(program, arguments, spool.Environment);

    /// <summary>Runs a program with additional environment variables.</summary>
    public static Run To(string program, string[] arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"{program} still runs after {Patience}");
        }

        return new Run(output.Result, errors.Result, process.ExitCode, process.Id);
    }

    /// <summary>Starts a program that the caller talks to.</summary>
    public static Process Start(string program, string[] arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("LIBBTRACE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
