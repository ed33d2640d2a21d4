using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>PostgreSQL: the kept part has one line for each protocol message (native/wire/WIRE.md, "PostgreSQL").</summary>
internal sealed class PostgresProtocol : IProtocol
{
    public string Name => "postgresql";

    public IConversation Open() => new PostgresConversation();

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        var (operation, route) = ("", "");
        bool stated = false;
        var readable = new List<string>();
        foreach (var line in PostgresLines.Of(text))
        {
            if (line.Readable is { Length: > 0 } more) readable.Add(more);
            if (stated) continue;
            if (line.Statement is { } statement)
            {
                route = SqlStatement.Normalize(statement);
                operation = SqlStatement.Verb(route);
                stated = true;
            }
            else if (operation.Length == 0)
            {
                (operation, route) = WithoutStatement(line);
            }
        }

        return new Asked(operation, route, readable.Count > 0 ? string.Join('\n', readable) : Encoding.UTF8.GetString(text).TrimEnd('\n').Replace('\t', ' '));
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        int error = text.StartsWith("E\t"u8) ? 0 : text.IndexOf("\nE\t"u8) + 1;
        if (error == 0 && !text.StartsWith("E\t"u8)) return "OK";
        var line = PostgresLines.Of(text[error..]).First();
        return $"{line.Letter('V') ?? line.Letter('S') ?? "ERROR"} {line.Letter('C')}".TrimEnd();
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) =>
        text.StartsWith("startup"u8) || text.StartsWith("ssl"u8) || text.StartsWith("gssenc"u8) || text.StartsWith("p\n"u8);

    // Requests without a statement: what prepares a connection, and work with what was prepared before.
    private static (string Operation, string Route) WithoutStatement(PostgresLine line) => line.Kind switch
    {
        "startup" => ("STARTUP", $"{line.Parameter("user")}@{line.Parameter("database") ?? line.Parameter("user")}"),
        "ssl" => ("SSLREQUEST", ""),
        "gssenc" => ("GSSENCREQUEST", ""),
        "p" => ("PASSWORD", ""),
        "B" => ("EXECUTE", line.Field(1) ?? ""),
        "E" => ("EXECUTE", ""),
        "D" => ("DESCRIBE", line.Field(1) ?? ""),
        "C" => ("CLOSE", line.Field(1) ?? ""),
        "F" => ("FUNCTION", line.Field(0) ?? ""),
        "c" or "f" => ("COPYDATA", ""),
        "S" => ("SYNC", ""),
        _ => ("", ""),
    };
}
