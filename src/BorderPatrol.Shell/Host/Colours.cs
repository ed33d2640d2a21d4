namespace BorderPatrol.Shell;

/// <summary>Console colours as terminal sequences.</summary>
internal static class Colours
{
    // The terminal's order is red, green, blue in bits 0 to 2; the console's has red and blue exchanged.
    private static readonly int[] Codes = [30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97];

    /// <summary>The text in a colour; the writer takes the sequences out again where they do not belong.</summary>
    internal static string Paint(ConsoleColor colour, string text) =>
        Enum.IsDefined(colour) ? $"\e[{Codes[(int)colour]}m{text}\e[0m" : text;
}
