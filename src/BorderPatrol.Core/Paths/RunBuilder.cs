using System.Globalization;
using BorderPatrol.Join;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Paths;

/// <summary>Turns what the joiners find into the objects that a store keeps.</summary>
internal sealed class RunBuilder(RawLog log, IRunWriter writer) : IFindings
{
    private readonly EventMaker _events = new();
    private readonly List<string> _hosts = [];
    private long _eventCount;
    private long _requests;
    private long _spans;
    private readonly bool _wantsEvents = writer.WantsEvents;
    private ulong _first = ulong.MaxValue;
    private ulong _last;
    private RawStream? _seen;

    public void Called(long activity, RawStream stream, RawRecord record, CallFacts facts, List<RawRecord> messages)
    {
        _eventCount++;
        if (stream != _seen) See(stream);
        ref readonly var call = ref record.Call;
        _first = Math.Min(_first, stream.Boot.Nanoseconds(call.Begin));
        _last = Math.Max(_last, stream.Boot.Nanoseconds(call.End));
        if (_wantsEvents) writer.AddEvent(activity, _events.Make(stream, record, facts, messages));
    }

    public void Complete(PathTree tree)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{log.RunId.AsSpan(0, 8)}-{tree.Number}");
        var path = new PathBuilder(log.RunId, id, tree);
        writer.AddRequest(path.Request);
        foreach (var span in path.Spans) writer.AddSpan(span);
        foreach (long activity in path.Activities) writer.AddActivity(activity, id);
        _requests++;
        _spans += path.Spans.Count;
    }

    public BPRun Run() => new()
    {
        RunId = log.RunId,
        RawLog = log.Path,
        Imported = DateTimeOffset.UtcNow,
        Start = Boot.CalendarOf(_eventCount > 0 ? _first : 0),
        Duration = Times.Between(_first, _last),
        Requests = _requests,
        Spans = _spans,
        Events = _eventCount,
        Processes = log.Streams.Select(stream => stream.Image).Distinct().LongCount(),
        Hosts = string.Join(",", _hosts),
        Lost = log.Lost,
        Damaged = log.Damaged,
    };

    private void See(RawStream stream)
    {
        _seen = stream;
        if (!_hosts.Contains(stream.Host)) _hosts.Add(stream.Host);
    }
}
