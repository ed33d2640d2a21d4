namespace BorderPatrol.Shell;

/// <summary>What the shell was asked to do.</summary>
internal enum ShellMode
{
    Interactive,
    Command,
    File,
    Help,
}

/// <summary>The command line, read as pwsh reads it.</summary>
internal sealed record ShellArguments
{
    internal const string Usage = """
        usage: bpsh [-NoExit] [-File] <script.ps1> [arguments]
               bpsh [-NoExit] -Command <text>
               bpsh

        The PowerShell engine with the BorderPatrol module loaded. Without a script or command it asks for commands, or reads them from a pipe.
        """;

    internal ShellMode Mode { get; init; }

    /// <summary>The command's text or the script's path.</summary>
    internal string Text { get; init; } = "";

    /// <summary>What follows the script's path.</summary>
    internal IReadOnlyList<string> Rest { get; init; } = [];

    /// <summary>Whether to ask for commands after the script or command.</summary>
    internal bool NoExit { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It is wrong; the message says how.</exception>
    internal static ShellArguments Parse(IReadOnlyList<string> arguments)
    {
        bool noExit = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            string[] rest = [.. arguments.Skip(i + 1)];
            if (!argument.StartsWith('-')) return File([argument, .. rest], noExit);
            switch (argument.TrimStart('-').ToUpperInvariant())
            {
                case "NOEXIT" or "NOE":
                    noExit = true;
                    break;
                case "NOLOGO" or "NOL" or "NOPROFILE" or "NOP" or "NONINTERACTIVE" or "NONI":
                    break;
                case "COMMAND" or "C":
                    return Command(rest, noExit);
                case "FILE" or "F":
                    return File(rest, noExit);
                case "HELP" or "H" or "?":
                    return new ShellArguments { Mode = ShellMode.Help };
                default:
                    throw new FormatException($"'{argument}' is no option.");
            }
        }

        return new ShellArguments { Mode = ShellMode.Interactive };
    }

    private static ShellArguments Command(string[] rest, bool noExit) => rest.Length > 0
        ? new ShellArguments { Mode = ShellMode.Command, Text = string.Join(' ', rest), NoExit = noExit }
        : throw new FormatException("-Command needs the command's text.");

    private static ShellArguments File(string[] rest, bool noExit) => rest.Length > 0
        ? new ShellArguments { Mode = ShellMode.File, Text = rest[0], Rest = rest[1..], NoExit = noExit }
        : throw new FormatException("-File needs a script.");
}
