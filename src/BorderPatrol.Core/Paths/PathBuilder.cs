using BorderPatrol.Join;

namespace BorderPatrol.Paths;

/// <summary>Makes a request and its spans out of a complete tree of exchanges.</summary>
internal sealed class PathBuilder
{
    private readonly string _runId;
    private readonly string _requestId;
    private readonly List<Exchange> _exchanges = [];
    private readonly List<BPSpan> _spans = [];

    public PathBuilder(string runId, string requestId, PathTree tree)
    {
        _runId = runId;
        _requestId = requestId;
        foreach (var top in tree.Tops) Add(top, -1, 0);
        Request = MakeRequest(tree);
    }

    public BPRequest Request { get; }

    /// <summary>In causal order.</summary>
    public IReadOnlyList<BPSpan> Spans => _spans;

    public IEnumerable<long> Activities => _exchanges.SelectMany(static exchange => exchange.Effort.Activities);

    private void Add(Exchange top, int parent, int depth)
    {
        var open = new Stack<(Exchange Exchange, int Parent, int Depth)>([(top, parent, depth)]);
        while (open.TryPop(out var next))
        {
            int sequence = _spans.Count;
            _exchanges.Add(next.Exchange);
            _spans.Add(SpanMaker.Make(next.Exchange, _runId, _requestId, sequence, next.Parent, next.Depth));
            var children = next.Exchange.ChildrenAsAsked();
            for (int i = children.Count - 1; i >= 0; i--) open.Push((children[i], sequence, next.Depth + 1));
        }
    }

    private BPRequest MakeRequest(PathTree tree)
    {
        var main = _spans[_exchanges.IndexOf(tree.Main)];
        var asked = tree.Main.Asked; // by a program that began it by itself
        var side = asked is { Complete: true } ? asked : tree.Main.Seen;
        ulong begin = side == asked ? tree.Tops[0].Asked!.Begin : side.Begin;
        ulong end = side.Complete ? side.Last : Math.Max(side.Last, tree.Main.Effort.LastEnd);
        var workers = Workers();
        var doubts = _exchanges.SelectMany(static exchange => exchange.Doubts).Distinct().ToList();
        return new BPRequest
        {
            Id = _requestId,
            Start = side.Stream.Boot.Calendar(begin),
            Duration = Times.Between(begin, end),
            Client = asked is not null ? asked.Stream.Program : side.PeerName,
            Service = main.Service,
            Protocol = main.Protocol,
            Operation = main.Operation,
            Route = main.Route,
            Status = main.Status,
            CpuTime = new TimeSpan(_spans.Sum(static span => span.CpuTime.Ticks)),
            MinorFaults = _spans.Sum(static span => span.MinorFaults),
            MajorFaults = _spans.Sum(static span => span.MajorFaults),
            BytesIn = main.BytesIn,
            BytesOut = main.BytesOut,
            Spans = _spans.Count,
            Processes = workers.Select(static worker => worker.Process).Distinct(ReferenceEqualityComparer.Instance).Count(),
            Hosts = string.Join(",", workers.Select(static worker => worker.Host).Distinct()),
            Certainty = _spans.Max(static span => span.Certainty),
            Reasons = string.Join("; ", doubts.Select(static doubt => doubt.Reason)),
            RunId = _runId,
        };
    }

    // Who worked for it; and who asked, where nobody worked for it that is traced.
    private List<(Process Process, string Host)> Workers()
    {
        var workers = _exchanges.SelectMany(static exchange => exchange.Effort.Workers).ToList();
        if (workers.Count > 0) return workers;
        return _exchanges.ConvertAll(static exchange => (exchange.Seen.Image.Process, exchange.Seen.Stream.Host));
    }
}
