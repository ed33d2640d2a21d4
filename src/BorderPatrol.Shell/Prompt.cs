using System.Management.Automation.Language;

namespace BorderPatrol.Shell;

/// <summary>Asks for commands until the input ends or one of them says <c>exit</c>.</summary>
internal sealed class Prompt(ShellSession session, ShellHost host)
{
    /// <summary>Returns the exit code.</summary>
    internal int Loop()
    {
        int exitCode = ExitCodes.Success;
        while (host.ExitCode == null && ReadCommand() is { } command)
        {
            if (command.Length > 0) exitCode = session.RunText(command);
        }

        return host.ExitCode ?? exitCode;
    }

    // Lines are read on while the parser says that the command goes on.
    private string? ReadCommand()
    {
        host.UI.Write($"BP {session.Evaluate("$PWD.Path")}> ");
        string? command = Console.In.ReadLine();
        while (command != null && IsIncomplete(command))
        {
            host.UI.Write(">> ");
            string? more = Console.In.ReadLine();
            if (string.IsNullOrEmpty(more)) break;
            command += "\n" + more;
        }

        return command;
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
