namespace BorderPatrol.Interpret;

/// <summary>What a piece of an SQL statement is.</summary>
internal enum SqlToken
{
    Other,
    Space,
    Comment,
    Literal,
}

/// <summary>Where the token that begins at an index ends: a dialect.</summary>
internal delegate int SqlTokenEnd(string sql, int at, out SqlToken kind);

/// <summary>Cuts SQL into tokens (https://www.postgresql.org/docs/current/sql-syntax-lexical.html). What is cut short ends with the text.</summary>
internal static class SqlLexer
{
    /// <summary>Where the token that begins at an index ends.</summary>
    public static int TokenEnd(string sql, int at, out SqlToken kind)
    {
        char c = sql[at];
        kind = SqlToken.Other;
        if (char.IsWhiteSpace(c)) return Run(sql, at, SqlToken.Space, out kind, char.IsWhiteSpace);
        if (Has(sql, at, "--")) return LineComment(sql, at, out kind);
        if (Has(sql, at, "/*")) return BlockComment(sql, at, out kind);
        if (c == '\'') return Quoted(sql, at, escapes: false, out kind);
        if (c == '"') return QuotedName(sql, at);
        if (c == '$') return Dollar(sql, at, out kind);
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]))) return Number(sql, at, out kind);
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

    private static int LineComment(string sql, int at, out SqlToken kind)
    {
        kind = SqlToken.Comment;
        int end = sql.IndexOf('\n', at);
        return end < 0 ? sql.Length : end;
    }

    private static int BlockComment(string sql, int at, out SqlToken kind)
    {
        kind = SqlToken.Comment;
        int depth = 0;
        while (at < sql.Length)
        {
            bool opens = Has(sql, at, "/*");
            bool closes = !opens && Has(sql, at, "*/");
            depth += opens ? 1 : closes ? -1 : 0;
            at += opens || closes ? 2 : 1;
            if (depth == 0) break;
        }

        return at;
    }

    private static int Quoted(string sql, int at, bool escapes, out SqlToken kind)
    {
        kind = SqlToken.Literal;
        for (at++; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\') at++;
            else if (Has(sql, at, "''")) at++;
            else if (sql[at] == '\'') return at + 1;
        }

        return sql.Length;
    }

    private static int QuotedName(string sql, int at)
    {
        int end = sql.IndexOf('"', at + 1);
        return end < 0 ? sql.Length : end + 1;
    }

    // $1 is a parameter, $tag$ begins a text that the same tag ends.
    private static int Dollar(string sql, int at, out SqlToken kind)
    {
        kind = SqlToken.Other;
        int close = at + 1;
        while (close < sql.Length && sql[close] != '$' && IsWord(sql[close])) close++;
        bool isTag = close < sql.Length && sql[close] == '$' && (close == at + 1 || !char.IsAsciiDigit(sql[at + 1]));
        if (!isTag) return close;
        kind = SqlToken.Literal;
        int end = sql.IndexOf(sql[at..(close + 1)], close + 1, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + close + 1 - at;
    }

    private static int Number(string sql, int at, out SqlToken kind)
    {
        int end = Run(sql, at, SqlToken.Literal, out kind, static c => IsWord(c) || c == '.');
        bool exponent = end < sql.Length && (sql[end] is '+' or '-') && (sql[end - 1] is 'e' or 'E') && !Has(sql, at, "0x");
        return exponent ? Run(sql, end + 1, SqlToken.Literal, out kind, char.IsAsciiDigit) : end;
    }

    // A word, or the letter before a quote that belongs to the literal.
    private static int Word(string sql, int at, out SqlToken kind)
    {
        int end = Run(sql, at, SqlToken.Other, out kind, IsWord);
        if (Has(sql, end, "&'") && end == at + 1 && (sql[at] is 'U' or 'u')) return Quoted(sql, end + 1, escapes: false, out kind);
        bool prefix = end == at + 1 && end < sql.Length && sql[end] == '\'' && "eEbBxXnN".Contains(sql[at], StringComparison.Ordinal);
        return prefix ? Quoted(sql, end, sql[at] is 'e' or 'E', out kind) : end;
    }
}
