using System.Management.Automation.Language;

namespace BorderPatrol.Shell;

/// <summary>Writes what the command line asks for as PowerShell that ends with pwsh's exit codes.</summary>
internal static class ShellText
{
    /// <summary>A command's text; the exit code is 1 when its last statement failed.</summary>
    /// <param name="text">PowerShell. One with parameters or named blocks takes no further line and exits as it is.</param>
    internal static string Command(string text)
    {
        var tree = Parser.ParseInput(text, out _, out var errors);
        bool isPlain = errors.Length == 0 && tree is { ParamBlock: null, BeginBlock: null, ProcessBlock: null, CleanBlock: null, EndBlock.Unnamed: true };
        return isPlain ? $"{text}\nif (!$?) {{ exit {ExitCodes.Failure} }}" : text;
    }

    /// <summary>A script; the exit code is what it says with <c>exit</c>, which alone makes its call fail.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="arguments">What follows it: <c>-name</c> and <c>-name:value</c> name parameters, everything else is a value.</param>
    internal static string File(string path, IEnumerable<string> arguments) =>
        $". {string.Join(' ', arguments.Select(Argument).Prepend(Quote(path)))}\nif (!$?) {{ exit $LASTEXITCODE }}";

    private static string Argument(string argument)
    {
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? argument : argument[..colon];
        bool isName = name.Length > 1 && name[0] == '-' && char.IsLetter(name[1]) && name.Skip(2).All(c => char.IsLetterOrDigit(c) || c is '-' or '_');
        if (!isName) return Quote(argument);
        return colon < 0 || colon == argument.Length - 1 ? argument : $"{name}:{Value(argument[(colon + 1)..])}";
    }

    private static string Value(string text) => text.ToUpperInvariant() is "$TRUE" or "$FALSE" ? text : Quote(text);

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
