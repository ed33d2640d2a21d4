using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>Redis: the kept part is the command's words, values as <c>?</c> (native/wire/WIRE.md, "Redis").</summary>
internal sealed class RedisProtocol : IProtocol
{
    // https://redis.io/docs/latest/commands/: commands whose first argument is a subcommand and no key.
    private static readonly HashSet<string> Containers = ["ACL", "CLIENT", "CLUSTER", "COMMAND", "CONFIG", "DEBUG", "FUNCTION", "LATENCY", "MEMORY", "MODULE", "OBJECT", "PUBSUB", "SCRIPT", "SLOWLOG", "XGROUP", "XINFO"];

    public string Name => "redis";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text);
        string[] words = whole.Split(' ');
        string operation = words[0].ToUpperInvariant();
        int rest = 1;
        if (words.Length > 1 && Containers.Contains(operation)) operation += ' ' + words[rest++].ToUpperInvariant();
        string route = string.Join(' ', words.Skip(rest).Where(word => word != "?").Select(KeyPattern.Of).Distinct());
        return new Asked(operation, route.Length > 0 ? $"{operation} {route}" : operation, whole);
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        string first = Encoding.UTF8.GetString(text);
        return first.StartsWith('-') ? first[1..].Split(' ')[0].TrimEnd('?') : "OK";
    }

    public bool IsSetUp(ReadOnlySpan<byte> text)
    {
        string operation = ReadRequest(text).Operation;
        return operation is "AUTH" or "HELLO" or "SELECT" || operation.StartsWith("CLIENT ", StringComparison.Ordinal);
    }
}
