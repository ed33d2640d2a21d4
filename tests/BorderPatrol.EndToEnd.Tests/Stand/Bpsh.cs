using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>PowerShell with the module loaded, on a machine of the stand.</summary>
public static class Bpsh
{
    /// <summary>Runs a script to its end.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="shim">The preload for what it starts.</param>
    /// <param name="script">PowerShell.</param>
    public static CommandResult Run(Machine machine, string shim, string script) =>
        machine.Run("env", $"LIBBTRACE_PATH={shim}", Program, "-Command", script).Succeeded();

    /// <summary>A command line in PowerShell's words.</summary>
    /// <param name="command">Program and arguments.</param>
    public static string Quote(IEnumerable<string> command) => string.Join(' ', command.Select(word => $"'{word.Replace("'", "''")}'"));

    // These tests run from bin/<configuration>/<framework>/, and so does the shell.
    private static string Program { get; } = Path.Combine(
        Repository.Root, "src/BorderPatrol.Shell/bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0/bpsh");
}
