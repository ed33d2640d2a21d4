using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>Lines and lengths of a private protocol: the kept part is its name, a TAB and the message's first bytes (native/wire/WIRE.md, "Private protocols").</summary>
/// <param name="framer">The name of those that nobody declared.</param>
internal sealed class PrivateProtocol(string framer) : IProtocol
{
    private const int LongestRoute = 80;

    public string Name => framer;

    public string NameOf(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\t') is > 0 and var end ? Encoding.UTF8.GetString(text[..end]) : Name;

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        string said = Said(text);
        string[] words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string operation = words is [not "?" and var first, ..] ? first : "MESSAGE";
        string route = string.Join(' ', [operation, .. words.Skip(1).Where(word => word != "?").Select(KeyPattern.Of)]);
        return new Asked(operation, route.Length <= LongestRoute ? route : route[..LongestRoute], said);
    }

    public string ReadStatus(ReadOnlySpan<byte> text) => Said(text).Split(' ')[0] is not "?" and var word ? word : "";

    public bool IsSetUp(ReadOnlySpan<byte> text) => false;

    private static string Said(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[(text.IndexOf((byte)'\t') + 1)..]);
}
