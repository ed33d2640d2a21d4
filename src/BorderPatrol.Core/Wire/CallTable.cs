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

    private static CallFacts?[] Load()
    {
        using var stream = typeof(CallTable).Assembly.GetManifestResourceStream("calls.def")!;
        using var reader = new StreamReader(stream);
        var table = new CallFacts?[256];
        foreach (Match line in Definition().Matches(reader.ReadToEnd()))
        {
            int number = int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);
            if (number >= table.Length) Array.Resize(ref table, number + 1);
            table[number] = new CallFacts(number, line.Groups[2].Value, line.Groups[3].Value, line.Groups[4].Value);
        }

        return table;
    }

    [GeneratedRegex("""^BP_CALL\((\d+), (\w+), "(\w*)", "(\w*)"\)""", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
