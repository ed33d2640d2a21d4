using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>MySQL and MariaDB: the kept part has one line for what the client says, and one for each result or error (native/wire/WIRE.md, "MySQL").</summary>
internal sealed class MySqlProtocol : IProtocol
{
    public string Name => "mysql";

    public IConversation Open() => new MySqlConversation();

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text).TrimEnd('\n');
        int line = whole.IndexOf('\n', StringComparison.Ordinal);
        string[] fields = (line < 0 ? whole : whole[..line]).Split('\t');
        if (fields is not [("QUERY" or "PREPARE") and var kind, var statement, ..]) return new Asked(Operation(fields[0]), Route(fields), whole.Replace('\t', ' '));
        statement = KeptFields.Unescape(statement);
        string route = SqlStatement.Normalize(statement, MySqlLexer.TokenEnd);
        bool prepares = kind == "PREPARE" && line < 0;
        return new Asked(prepares ? kind : SqlStatement.Verb(route), route, statement);
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        int error = text.StartsWith("ERROR\t"u8) ? 0 : text.IndexOf("\nERROR\t"u8) + 1;
        if (error == 0 && !text.StartsWith("ERROR\t"u8)) return "OK";
        string[] fields = Encoding.UTF8.GetString(text[error..]).Split('\n')[0].Split('\t');
        return string.Join(' ', fields.Take(3)).TrimEnd();
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) => text.StartsWith("login"u8) || text.StartsWith("auth"u8) || text.StartsWith("ssl"u8);

    private static string Operation(string kind) => kind switch { "auth" => "PASSWORD", "file" => "FILEDATA", _ => kind.ToUpperInvariant() };

    private static string Route(string[] fields) => fields switch
    {
        ["login", var user, var database, ..] => $"{KeptFields.Unescape(user)}@{KeptFields.Unescape(database)}",
        [_, var first, ..] => KeptFields.Unescape(first),
        _ => "",
    };
}
