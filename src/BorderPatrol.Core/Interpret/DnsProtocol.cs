using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>DNS (RFC 1035): the first question is the operation and the route, the response code the status.</summary>
internal sealed class DnsProtocol : IProtocol
{
    private const int QuestionName = 1;
    private const int QuestionType = 2;
    private const int Flags = 4;
    private const int Code = 5;

    public string Name => "dns";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        var fields = Fields(text);
        string name = Field(fields, QuestionName);
        return new Asked(OperationOf(fields), name.ToLowerInvariant(), string.Join(' ', fields.Skip(1)).TrimEnd());
    }

    public string ReadStatus(ReadOnlySpan<byte> text) => Field(Fields(text), Code);

    public bool IsSetUp(ReadOnlySpan<byte> text) => false;

    // NOTIFY and UPDATE name a zone with a type that says nothing.
    private static string OperationOf(string[] fields)
    {
        string first = Field(fields, Flags).Split(' ')[0];
        return first is "notify" or "update" or "status" or "iquery" or "dso" ? first.ToUpperInvariant() : Field(fields, QuestionType);
    }

    private static string[] Fields(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text).TrimEnd('\n').Split('\t');

    private static string Field(string[] fields, int place) => place < fields.Length ? fields[place] : "";
}
