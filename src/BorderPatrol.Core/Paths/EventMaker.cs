using System.Globalization;
using System.Text;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Paths;

/// <summary>Makes an event out of a CALL record and the messages that it moved.</summary>
internal sealed class EventMaker
{
    private readonly Dictionary<(int, long), string> _arguments = [];

    public BPEvent Make(RawStream stream, RawRecord record, CallFacts facts, List<RawRecord> messages)
    {
        ref readonly var call = ref record.Call;
        return new BPEvent
        {
            Time = stream.Boot.Calendar(call.Begin),
            Duration = new TimeSpan((long)(Math.Max(call.End, call.Begin) - call.Begin) / 100),
            Host = stream.Host,
            ProcessId = stream.Pid,
            ThreadId = stream.Tid,
            Program = stream.Program,
            Call = facts.Name,
            Result = call.Result,
            Error = Errno.Name(call.Error),
            Arguments = Arguments(call, facts),
            Text = Text(record, messages),
            Descriptor = call.Fd,
            Bytes = facts.MovesBytes ? Math.Max(call.Result, 0) : 0,
            RequestId = "",
        };
    }

    // The descriptor, then what else is a number: not what identifies a child or a place in a stream, which no program passed. Most calls of a
    // run repeat the same few.
    private string Arguments(in WireCall call, CallFacts facts)
    {
        bool second = facts.Second.Length > 0 && !facts.IsStream;
        bool first = facts.Argument.Length > 0 && facts.Argument is not ("birth" or "child");
        if (second) return Join(call.Fd, (long)call.Argument, (long)call.Offset);
        if (!first) return call.Fd < 0 ? "" : call.Fd.ToString(CultureInfo.InvariantCulture);
        var key = (call.Fd, (long)call.Argument);
        if (_arguments.TryGetValue(key, out string? known)) return known;
        if (_arguments.Count >= 4096) _arguments.Clear();
        return _arguments[key] = call.Fd < 0
            ? ((long)call.Argument).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{call.Fd},{(long)call.Argument}");
    }

    private static string Join(int fd, long argument, long second) => fd < 0
        ? string.Create(CultureInfo.InvariantCulture, $"{argument},{second}")
        : string.Create(CultureInfo.InvariantCulture, $"{fd},{argument},{second}");

    private static unsafe string Text(RawRecord record, List<RawRecord> messages)
    {
        if (record.Head.Size > sizeof(WireCall))
        {
            string text = Encoding.UTF8.GetString(record.PaddedText(sizeof(WireCall)));
            return text.Contains('\0') ? text.Replace('\0', ' ') : text;
        }

        if (messages.Count == 0) return "";
        if (messages.Count == 1) return Text(messages[0]);
        return string.Concat(messages.Select(Text));
    }

    private static string Text(RawRecord message) => message.MessageText is { Length: > 0 } text ? Encoding.UTF8.GetString(text.Bytes) : "";
}
