using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>A line of a mail protocol: a verb and its arguments.</summary>
internal static class MailCommand
{
    /// <summary>The verb in capitals, and the line without numbers and values.</summary>
    /// <param name="text">The line; may be cut anywhere.</param>
    public static Asked Read(ReadOnlySpan<byte> text)
    {
        string line = KeptFields.Unescape(Encoding.UTF8.GetString(text));
        string[] words = line.Split(' ');
        string operation = words[0].ToUpperInvariant();
        string rest = string.Join(' ', words.Skip(1).Where(word => word != "?").Select(KeyPattern.Of));
        return new Asked(operation, rest.Length == 0 ? operation : $"{operation} {rest}", line);
    }

    /// <summary>The line's first word.</summary>
    /// <param name="text">The line.</param>
    public static string FirstWord(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text).Split(' ')[0];
}
