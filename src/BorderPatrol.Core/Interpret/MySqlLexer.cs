namespace BorderPatrol.Interpret;

/// <summary>Cuts SQL of MySQL and MariaDB into tokens (https://mariadb.com/kb/en/sql-language-structure/). What is cut short ends with the text.</summary>
internal static class MySqlLexer
{
    /// <summary>Where the token that begins at an index ends.</summary>
    public static int TokenEnd(string sql, int at, out SqlToken kind)
    {
        char c = sql[at];
        kind = SqlToken.Other;
        if (char.IsWhiteSpace(c)) return Run(sql, at, SqlToken.Space, out kind, char.IsWhiteSpace);
        if (c == '#' || (Has(sql, at, "--") && at + 2 < sql.Length && sql[at + 2] <= ' ')) return Until(sql, at, "\n", SqlToken.Comment, out kind);
        if (Has(sql, at, "/*!") || Has(sql, at, "/*M!")) return VersionEnd(sql, at, out kind);
        if (Has(sql, at, "/*")) return Until(sql, at + 2, "*/", SqlToken.Comment, out kind);
        if (Has(sql, at, "*/") && !Has(sql, at + 1, "/*")) return Until(sql, at, "*/", SqlToken.Comment, out kind);
        if (c == '`') return Until(sql, at + 1, "`", SqlToken.Other, out kind);
        if (c is '\'' or '"') return Quoted(sql, at, out kind);
        if (char.IsAsciiDigit(c)) return Number(sql, at, out kind);
        return IsWord(c) ? Word(sql, at, out kind) : at + 1;
    }

    private static bool Has(string sql, int at, string what) => string.CompareOrdinal(sql, at, what, 0, what.Length) == 0;

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static int Run(string sql, int at, SqlToken token, out SqlToken kind, Func<char, bool> belongs)
    {
        kind = token;
        while (at < sql.Length && belongs(sql[at])) at++;
        return at;
    }

    private static int Until(string sql, int at, string end, SqlToken token, out SqlToken kind)
    {
        kind = token;
        int found = at > sql.Length ? -1 : sql.IndexOf(end, at, StringComparison.Ordinal);
        return found < 0 ? sql.Length : found + end.Length;
    }

    // A comment that is code from some version on: only its begin, with the version, and its end are passed over.
    private static int VersionEnd(string sql, int at, out SqlToken kind) =>
        Run(sql, sql.IndexOf('!', at) + 1, SqlToken.Comment, out kind, static c => char.IsAsciiDigit(c) || c == '?');

    private static int Quoted(string sql, int at, out SqlToken kind)
    {
        kind = SqlToken.Literal;
        char quote = sql[at];
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] == '\\') at++;
            else if (sql[at] == quote && at + 1 < sql.Length && sql[at + 1] == quote) at++;
            else if (sql[at] == quote) return at + 1;
        }

        return sql.Length;
    }

    private static int Number(string sql, int at, out SqlToken kind)
    {
        int end = Run(sql, at, SqlToken.Literal, out kind, static c => IsWord(c) || c == '.');
        bool exponent = end < sql.Length && (sql[end] is '+' or '-') && (sql[end - 1] is 'e' or 'E') && !Has(sql, at, "0x");
        return exponent ? Run(sql, end + 1, SqlToken.Literal, out kind, char.IsAsciiDigit) : end;
    }

    // A word, or what stands before a quote and belongs to the literal: x, b, n or a character set.
    private static int Word(string sql, int at, out SqlToken kind)
    {
        int end = Run(sql, at, SqlToken.Other, out kind, IsWord);
        bool quoted = end < sql.Length && (sql[end] is '\'' or '"' or '?');
        bool prefix = sql[at] == '_' || (end == at + 1 && "xXbBnN".Contains(sql[at], StringComparison.Ordinal));
        if (!quoted || !prefix) return end;
        kind = SqlToken.Literal;
        return sql[end] == '?' ? end + 1 : Quoted(sql, end, out kind);
    }
}
