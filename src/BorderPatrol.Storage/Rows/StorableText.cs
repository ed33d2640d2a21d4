using System.Buffers;
using System.Text;

namespace BorderPatrol.Storage.Rows;

/// <summary>
/// Texts that both kinds of database keep as they are. PostgreSQL refuses the NUL character and neither keeps half of a surrogate
/// pair, so NUL becomes U+2400 (its picture) and a lone half becomes U+FFFD, in both, so that both answer alike.
/// </summary>
internal static class StorableText
{
    private const char NulPicture = '\u2400';

    /// <summary>The text, or the same with the characters replaced that cannot be kept.</summary>
    public static string From(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) text = text.Replace('\0', NulPicture);
        return HasLoneSurrogate(text) ? ReplaceLoneSurrogates(text) : text;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int at = text.IndexOfAnyInRange('\ud800', '\udfff');
            if (at < 0) return false;
            if (Rune.DecodeFromUtf16(text[at..], out _, out _) != OperationStatus.Done) return true;
            text = text[(at + 2)..];
        }
    }

    private static string ReplaceLoneSurrogates(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) builder.Append(rune);
        return builder.ToString();
    }
}
