using System.Globalization;
using System.Text.RegularExpressions;

namespace BorderPatrol.Wire;

/// <summary>The calls of native/wire/calls.def by number.</summary>
public static partial class CallTable
{
    private static readonly CallFacts?[] ByNumber = Load();

    /// <summary>All calls, by number.</summary>
    public static IEnumerable<CallFacts> All => ByNumber.OfType<CallFacts>();

    /// <summary>The call with a number; one from a newer shim gets a name made of its number.</summary>
    /// <param name="number">As in the record's head.</param>
    public static CallFacts Get(int number) =>
        (uint)number < (uint)ByNumber.Length && ByNumber[number] is { } facts ? facts : CallFacts.Unknown(number);

    /// <summary>The functions that are wrapped and have no record of their own.</summary>
    public static IEnumerable<string> Forwarded => Forwards().Matches(Text()).SelectMany(line => line.Groups[1].Value.Split(' '));

    /// <summary>System calls that are recorded when a program asks for them by number, each with the call's name.</summary>
    public static IEnumerable<(string Number, string Name)> Numbered => Numbers().Matches(Text()).Select(line => (line.Groups[1].Value, line.Groups[2].Value));

    private static string Text()
    {
        using var stream = typeof(CallTable).Assembly.GetManifestResourceStream("calls.def")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static CallFacts?[] Load()
    {
        var table = new CallFacts?[256];
        foreach (Match line in Definition().Matches(Text()))
        {
            int number = int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);
            if (number >= table.Length) Array.Resize(ref table, number + 1);
            table[number] = new CallFacts(number, line.Groups[2].Value, line.Groups[5].Value, line.Groups[6].Value)
            {
                Family = line.Groups[3].Value,
                Symbols = line.Groups[4].Value.Split(' '),
            };
        }

        return table;
    }

    [GeneratedRegex("""^BP_CALL\((\d+), (\w+), (\w+), "([^"]+)", "(\w*)", "(\w*)"\)""", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("""^BP_SYSCALL\((\w+), (\w+)\)""", RegexOptions.Multiline)]
    private static partial Regex Numbers();

    [GeneratedRegex("""^BP_FORWARDED\("([^"]+)", "[^"]+"\)""", RegexOptions.Multiline)]
    private static partial Regex Forwards();
}
