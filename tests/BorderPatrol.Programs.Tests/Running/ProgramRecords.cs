using System.Collections.Frozen;
using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>What all processes of one program recorded.</summary>
/// <param name="name">Base name of its executable.</param>
/// <param name="kinds">What each channel is, as any program told.</param>
internal sealed class ProgramRecords(string name, Dictionary<ulong, ChannelKind> kinds)
{
    private static readonly FrozenSet<string> Sending =
        FrozenSet.ToFrozenSet(["write", "writev", "pwrite", "pwritev", "send", "sendto", "sendmsg", "sendfile", "splice"]);
    private static readonly FrozenSet<string> Receiving =
        FrozenSet.ToFrozenSet(["read", "readv", "pread", "preadv", "recv", "recvfrom", "recvmsg"]);

    private readonly Dictionary<string, long> _calls = [];
    private readonly Dictionary<ulong, long> _sent = [], _received = [];
    private readonly HashSet<(uint, ulong)> _processes = [];
    private readonly HashSet<ulong> _streams = [];

    /// <summary>How many records of any kind.</summary>
    public long Records { get; private set; }

    /// <summary>How many messages a framer found the beginning of.</summary>
    public long Messages { get; private set; }

    /// <summary>How many records could not be written, by the thread that lost most.</summary>
    public ulong Lost { get; private set; }

    /// <summary>Counts a segment.</summary>
    public void Add(SegmentFile segment)
    {
        _processes.Add((segment.Header.Pid, segment.Header.ProcessStart));
        _streams.Add(segment.Header.Stream);
        Lost = Math.Max(Lost, segment.Header.Lost);
        foreach (var record in segment.Records)
        {
            Records++;
            var head = MemoryMarshal.Read<WireHead>(record.Span);
            if (head.Kind == RecordKind.Call) Add(CallTable.Get(head.Call).Name, MemoryMarshal.Read<WireCall>(record.Span));
            if (head.Kind == RecordKind.Message && MemoryMarshal.Read<WireMessage>(record.Span).Flags.HasFlag(MessageOptions.Begin)) Messages++;
            if (head.Kind == RecordKind.Channel && MemoryMarshal.Read<WireChannel>(record.Span) is var channel) kinds[channel.Channel] = channel.Kind;
        }
    }

    /// <summary>Demands that so many processes recorded.</summary>
    public ProgramRecords Processes(int atLeast) => Demand(_processes.Count >= atLeast, $"at least {atLeast} processes");

    /// <summary>Demands that so many threads recorded.</summary>
    public ProgramRecords Threads(int atLeast) => Demand(_streams.Count >= atLeast, $"at least {atLeast} threads");

    /// <summary>Demands a number of calls by any of these names.</summary>
    public ProgramRecords Made(long atLeast, params string[] calls) =>
        Demand(calls.Sum(call => _calls.GetValueOrDefault(call)) >= atLeast, $"at least {atLeast} of {string.Join(", ", calls)}");

    /// <summary>Demands a number of messages that a framer found.</summary>
    public ProgramRecords Framed(long atLeast) => Demand(Messages >= atLeast, $"at least {atLeast} messages");

    /// <summary>Demands that so many bytes went out, and so many came in, over channels of a kind.</summary>
    public ProgramRecords Moved(ChannelKind kind, long sent, long received) =>
        Demand(Bytes(_sent, kind) >= sent && Bytes(_received, kind) >= received, $"at least {sent} bytes sent and {received} received over {kind}");

    /// <summary>Demands that exactly so many bytes went out, and exactly so many came in, over channels of a kind.</summary>
    public ProgramRecords MovedExactly(ChannelKind kind, long sent, long received) =>
        Demand(Bytes(_sent, kind) == sent && Bytes(_received, kind) == received, $"{sent} bytes sent and {received} received over {kind}");

    /// <inheritdoc/>
    public override string ToString() =>
        $"{name}: {Records} records, {Messages} messages, {_processes.Count} processes, {_streams.Count} threads; "
        + string.Join(", ", Enum.GetValues<ChannelKind>().Where(kind => Bytes(_sent, kind) + Bytes(_received, kind) > 0).Select(Flow)) + "; "
        + string.Join(", ", _calls.OrderByDescending(call => call.Value).Select(call => $"{call.Key} {call.Value}"));

    private void Add(string call, WireCall record)
    {
        _calls[call] = _calls.GetValueOrDefault(call) + 1;
        if (record.Result <= 0) return;
        if (Sending.Contains(call)) _sent[record.Channel] = _sent.GetValueOrDefault(record.Channel) + record.Result;
        if (Receiving.Contains(call)) _received[record.Channel] = _received.GetValueOrDefault(record.Channel) + record.Result;
    }

    private string Flow(ChannelKind kind) => $"{kind} {Bytes(_sent, kind)} out {Bytes(_received, kind)} in";

    private long Bytes(Dictionary<ulong, long> moved, ChannelKind kind) =>
        moved.Where(pair => KindOf(pair.Key) == kind).Sum(pair => pair.Value);

    // Files that were opened by their path have no record of their own.
    private ChannelKind KindOf(ulong channel) => kinds.TryGetValue(channel, out var kind) ? kind : channel >> 63 == 1 ? ChannelKind.File : ChannelKind.Unknown;

    private ProgramRecords Demand(bool holds, string what)
    {
        Assert.True(holds, $"{name} should have recorded {what}:\n{this}");
        return this;
    }
}
