using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>memcached: the kept part has one line for each command (native/wire/WIRE.md, "memcached").</summary>
internal sealed class MemcachedProtocol : IProtocol
{
    // https://github.com/memcached/memcached/blob/master/doc/protocol.txt: how many words behind the command are keys; -1 all, 0 none.
    private static readonly Dictionary<string, int> Keys = new()
    {
        ["get"] = -1,
        ["gets"] = -1,
        ["gat"] = -1,
        ["gats"] = -1,
        ["stats"] = 1,
        ["mn"] = 0,
        ["version"] = 0,
        ["verbosity"] = 0,
        ["flush_all"] = 0,
        ["quit"] = 0,
        ["lru_crawler"] = 1,
    };

    private static readonly HashSet<string> Silenced =
        ["set", "add", "replace", "append", "prepend", "cas", "incr", "decr", "delete", "touch", "flush_all", "verbosity", "cache_memlimit"];

    public string Name => "memcached";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text).TrimEnd('\n');
        string[] commands = whole.Split('\n');
        return new Asked(commands[0].Split(' ')[0].ToUpperInvariant(), string.Join("; ", commands.Select(Route)), whole);
    }

    public string ReadStatus(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text) switch
    {
        "" or "?" or "VALUE" or "VA" or "HD" or "MN" or "STAT" or "0" => "OK",
        var word => word,
    };

    public bool IsSetUp(ReadOnlySpan<byte> text) => text.StartsWith("version"u8) || text.StartsWith("sasl"u8);

    // Only a command that changes something takes noreply; for others it is a key.
    public bool IsUnanswered(ReadOnlySpan<byte> text)
    {
        string line = Encoding.UTF8.GetString(text).TrimEnd('\n', ' ');
        string command = line.Split(' ')[0];
        return line is "quit" or "shutdown" || (line.EndsWith(" noreply", StringComparison.Ordinal) && Silenced.Contains(command));
    }

    private static string Route(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "";
        int keys = Keys.GetValueOrDefault(words[0], 1);
        int skip = words[0] is "gat" or "gats" ? 2 : 1;
        var named = words.Skip(skip).Take(keys < 0 ? words.Length : keys).Select(KeyPattern.Of).Distinct();
        return string.Join(' ', [words[0], .. named]);
    }
}
