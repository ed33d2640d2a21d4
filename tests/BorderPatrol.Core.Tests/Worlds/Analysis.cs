using BorderPatrol.Paths;
using BorderPatrol.Raw;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>What the analyzer finds in a world, kept in memory.</summary>
internal sealed class Analysis : IRunWriter
{
    private readonly Dictionary<long, string> _requestOf = [];
    private readonly List<(long Activity, BPEvent Event)> _events = [];

    public List<BPRequest> Requests { get; } = [];

    public List<BPSpan> Spans { get; } = [];

    public List<BPWarning> Warnings { get; } = [];

    public BPRun Run { get; private set; } = null!;

    public int EventCount => _events.Count;

    public static Analysis Of(World world, int seed = 0) => Of(RawLogFile.Write(world, seed));

    public static Analysis Of(string path)
    {
        try
        {
            using var log = RawLog.Open(path);
            var analysis = new Analysis();
            var run = Analyzer.Analyze(log, analysis, null, analysis.Warnings.Add);
            Assert.Same(run, analysis.Run);
            analysis.Requests.Sort((a, b) => Number(a).CompareTo(Number(b)));
            return analysis;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The request whose topmost span's text is this.</summary>
    public BPRequest Request(string text) =>
        Requests.Single(request => Spans.Any(span => span.RequestId == request.Id && span.Parent < 0 && span.Text == text));

    /// <summary>A request's spans as lines: two spaces for each step down, program, text.</summary>
    public string Tree(BPRequest request) => string.Join(
        '\n',
        Spans.Where(span => span.RequestId == request.Id).OrderBy(span => span.Sequence).Select(span => $"{new string(' ', span.Depth * 2)}{span.Service}: {span.Text}"));

    /// <summary>Every request's tree, in order.</summary>
    public string Trees() => string.Join("\n--\n", Requests.Select(Tree));

    /// <summary>A request's events as program:call, in order.</summary>
    public IEnumerable<string> Events(BPRequest request) => _events
        .Where(pair => _requestOf.GetValueOrDefault(pair.Activity) == request.Id)
        .Select(pair => $"{pair.Event.Program}:{pair.Event.Call}");

    public void AddEvent(long activity, BPEvent observed) => _events.Add((activity, observed));

    public void AddActivity(long activity, string requestId) => _requestOf.Add(activity, requestId);

    public void AddRequest(BPRequest request) => Requests.Add(request);

    public void AddSpan(BPSpan span) => Spans.Add(span);

    public void Commit(BPRun run) => Run = run;

    public void Dispose()
    {
    }

    private static long Number(BPRequest request) => long.Parse(request.Id[(request.Id.IndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
