using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>Brings an SQL statement to the form that all statements of its kind share.</summary>
internal static class SqlStatement
{
    /// <summary>The statement with each literal as <c>?</c>, without comments, with single spaces and no final semicolon.</summary>
    public static string Normalize(string statement) => Normalize(statement, SqlLexer.TokenEnd);

    /// <summary>The same in another dialect.</summary>
    public static string Normalize(string statement, SqlTokenEnd tokenEnd)
    {
        var result = new StringBuilder(Math.Min(statement.Length, 4096));
        int at = 0;
        bool space = false;
        while (at < statement.Length)
        {
            char c = statement[at];
            int next = tokenEnd(statement, at, out var kind);
            if (kind is SqlToken.Space or SqlToken.Comment)
            {
                space = result.Length > 0;
            }
            else
            {
                if (space && !EndsInMinuses(result)) result.Append(' ');
                space = false;
                if (kind == SqlToken.Literal) result.Append('?');
                else result.Append(statement, at, next - at);
            }

            at = next;
        }

        return result.ToString().TrimEnd(';', ' ');
    }

    // MySQL takes two minuses for a comment if a space follows: a comment that stood there leaves none.
    private static bool EndsInMinuses(StringBuilder text) => text.Length >= 2 && text[^1] == '-' && text[^2] == '-';

    /// <summary>The first word of a normalized statement, in capitals.</summary>
    public static string Verb(string normal)
    {
        int begin = 0;
        while (begin < normal.Length && !char.IsAsciiLetter(normal[begin])) begin++;
        int end = begin;
        while (end < normal.Length && char.IsAsciiLetter(normal[end])) end++;
        return normal[begin..end].ToUpperInvariant();
    }
}
