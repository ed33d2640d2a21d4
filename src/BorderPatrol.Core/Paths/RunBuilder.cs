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
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private RawStream? _seen;

    public void Called(long activity, RawStream stream, RawRecord record, CallFacts facts, List<RawRecord> messages)
    {
        _eventCount++;
        if (stream != _seen) See(stream);
        var begin = stream.Boot.Calendar(record.Call.Begin);
        var end = stream.Boot.Calendar(record.Call.End);
        if (begin < _first) _first = begin;
        if (end > _last) _last = end;
        writer.AddEvent(activity, _events.Make(stream, record, facts, messages));
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
        Start = _eventCount > 0 ? _first : DateTimeOffset.UnixEpoch,
        Duration = _eventCount > 0 ? _last - _first : TimeSpan.Zero,
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
