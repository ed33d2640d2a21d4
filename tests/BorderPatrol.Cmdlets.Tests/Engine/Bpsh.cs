using System.Diagnostics;
using System.Reflection;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests.Engine;

/// <summary>Runs bpsh as a process of its own.</summary>
internal static class Bpsh
{
    internal static string Path { get; } = System.IO.Path.Combine(
        Repository.Root,
        "src/BorderPatrol.Shell/bin",
        typeof(Bpsh).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Configuration").Value!,
        "net10.0/bpsh");

    internal sealed record Result(int ExitCode, string Output, string Error);

    internal static Result Run(params string[] arguments) => Feed("", Path, arguments);

    /// <summary>Runs a program with text on its standard input.</summary>
    internal static Result Feed(string input, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment.Remove("LIBBTRACE_PORT");
        using var process = Process.Start(info)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new Result(process.ExitCode, output.Result, error.Result);
    }
}
