using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// The options of Invoke-BPTraced. As with <c>env</c> and <c>nice</c> they stand before the program; whatever follows it is the program's.
/// </summary>
internal sealed class TraceOptions
{
    private static readonly string[] Names =
        ["HostName", "Port", "ServicesFile", "ProtocolsFile", "SecretFile", "Spool", "TextLimit", "Isolation", "NoRedact", "Off", "ScriptBlock"];

    private static readonly string[] Switches = ["NoRedact", "Off"];

    private readonly Dictionary<string, object?> given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many values the options take up; the program or script block is next.</summary>
    internal int Count { get; private set; }

    /// <summary>What an option was given, or null.</summary>
    internal object? this[string name] => Unwrap(given.GetValueOrDefault(name));

    /// <summary>Reads the options that the arguments begin with.</summary>
    /// <param name="arguments">All arguments of the call.</param>
    /// <exception cref="PSArgumentException">An option is unknown, ambiguous or lacks its value.</exception>
    internal static TraceOptions Parse(IReadOnlyList<object?> arguments)
    {
        var options = new TraceOptions();
        while (options.Count < arguments.Count && Unwrap(arguments[options.Count]) is string and ['-', _, ..] word)
            options.Take(word, arguments);
        return options;
    }

    /// <summary>The object itself, where the engine has wrapped it.</summary>
    internal static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private void Take(string word, IReadOnlyList<object?> arguments)
    {
        string name = Find(word.Trim('-', ':'));
        Count++;
        if (Switches.Contains(name))
            given[name] = !word.EndsWith(':') || LanguagePrimitives.IsTrue(arguments[Count++]);
        else if (Count >= arguments.Count)
            throw new PSArgumentException($"Missing an argument for option '-{name}'.");
        else if (name == "ScriptBlock")
            given[name] = arguments[Count];
        else
            given[name] = arguments[Count++];
    }

    private static string Find(string typed)
    {
        string[] matches = [.. Names.Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))];
        return matches switch
        {
            [var only] => only,
            [] => throw new PSArgumentException(
                $"'-{typed}' is no option of Invoke-BPTraced. Its options are -{string.Join(", -", Names)}; a program's own options stand behind the program."),
            _ => throw new PSArgumentException($"'-{typed}' may mean -{string.Join(" or -", matches)}."),
        };
    }
}
