using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>PostgreSQL: the kept part has one line for each protocol message (native/wire/WIRE.md, "PostgreSQL").</summary>
internal sealed class PostgresProtocol : IProtocol
{
    public string Name => "postgresql";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        var asked = new Asked("", "");
        foreach (var line in PostgresLines.Of(text))
        {
            if (line.Statement is { } statement)
            {
                string normal = SqlStatement.Normalize(statement);
                return new Asked(SqlStatement.Verb(normal), normal);
            }

            if (asked.Operation.Length == 0) asked = WithoutStatement(line);
        }

        return asked;
    }

    public string ReadText(ReadOnlySpan<byte> text)
    {
        var result = new StringBuilder();
        foreach (var line in PostgresLines.Of(text))
        {
            if (line.Readable.Length == 0) continue;
            if (result.Length > 0) result.Append('\n');
            result.Append(line.Readable);
        }

        return result.Length > 0 ? result.ToString() : Encoding.UTF8.GetString(text).TrimEnd('\n').Replace('\t', ' ');
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        foreach (var line in PostgresLines.Of(text))
            if (line.Kind == "E") return $"{line.Letter('V') ?? line.Letter('S') ?? "ERROR"} {line.Letter('C')}".TrimEnd();
        return "OK";
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) =>
        text.StartsWith("startup"u8) || text.StartsWith("ssl"u8) || text.StartsWith("gssenc"u8) || text.StartsWith("p\n"u8);

    // Requests without a statement: what prepares a connection, and work with what was prepared before.
    private static Asked WithoutStatement(PostgresLine line) => line.Kind switch
    {
        "startup" => new Asked("STARTUP", $"{line.Parameter("user")}@{line.Parameter("database") ?? line.Parameter("user")}"),
        "ssl" => new Asked("SSLREQUEST", ""),
        "gssenc" => new Asked("GSSENCREQUEST", ""),
        "p" => new Asked("PASSWORD", ""),
        "B" => new Asked("EXECUTE", line.Field(1) ?? ""),
        "E" => new Asked("EXECUTE", ""),
        "D" => new Asked("DESCRIBE", line.Field(1) ?? ""),
        "C" => new Asked("CLOSE", line.Field(1) ?? ""),
        "F" => new Asked("FUNCTION", line.Field(0) ?? ""),
        "c" or "f" => new Asked("COPYDATA", ""),
        "S" => new Asked("SYNC", ""),
        _ => new Asked("", ""),
    };
}
