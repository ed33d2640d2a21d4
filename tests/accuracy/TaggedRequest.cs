using System.Text.RegularExpressions;

namespace BorderPatrol.Accuracy;

/// <summary>A request whose messages all carry its tag. Its number alone decides how many back-end calls it makes and in which order.</summary>
/// <param name="Number">From 0, unique in a run.</param>
/// <param name="Alphabet">A letter for each kind of back-end call of the stack.</param>
public sealed partial record TaggedRequest(int Number, string Alphabet)
{
    /// <summary>What marks everything that belongs to this request.</summary>
    public string Tag => $"r{Number:D6}";

    /// <summary>The back-end calls in order, a letter each: one to four, in a rotation that runs forwards or backwards.</summary>
    public string Plan { get; } =
        string.Concat(Enumerable.Range(0, 1 + Number % 4).Select(step => Alphabet[(Number / 4 + step * (1 + Number / 12 % 2)) % Alphabet.Length]));

    /// <summary>Path and query of the request; what it asks for carries <see cref="Mark"/> 0, its back-end calls carry 1, 2 and so on.</summary>
    public string Target => $"/shop?mark={Mark(0)}&plan={Plan}";

    /// <summary>What a program answers when all back-end calls of the request have succeeded.</summary>
    public string Answer => $"{Tag} {Plan}";

    /// <summary>What a message of this request carries.</summary>
    /// <param name="step">0 for the request itself, from 1 for its back-end calls.</param>
    public string Mark(int step) => $"{Tag}x{step}";

    /// <summary>The tag and the step that a message carries; null when it carries none.</summary>
    /// <param name="text">The message.</param>
    public static (string Tag, int Step)? Read(string text) =>
        MarkPattern.Match(text) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value[0] - '0') : null;

    [GeneratedRegex(@"\b(r\d{6})x(\d)\b")]
    private static partial Regex MarkPattern { get; }
}
