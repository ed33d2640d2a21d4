using BorderPatrol.EndToEnd.Tests.Load;

namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>Paths as they should come out, to plant faults in.</summary>
public static class SamplePath
{
    /// <summary>A path for each truth.</summary>
    /// <param name="truths">What the requests did.</param>
    /// <param name="certainty">Of all of it.</param>
    /// <param name="backend">Process of the database.</param>
    public static IEnumerable<TracedPath> All(IEnumerable<Truth> truths, BPCertainty certainty, int backend) => truths.Select(truth =>
    {
        var request = truth.Answer.Request;
        var web = Span(request, 0, $"GET {request.Target("shop.sh")} HTTP/1.1", certainty, truth.Worker);
        var script = Span(request, 1, $"QUERY_STRING=tag={request.Tag}", certainty, truth.Answer.Script);
        var start = Span(request, 2, "startup", certainty, backend);
        var queries = request.Steps.Select((_, index) => Span(request, index + 3, $"Q {request.Statement(index + 1)}() FROM item", certainty, backend));
        return new TracedPath(Request(request, certainty, request.Steps.Count + 3), [web, script, start, .. queries]);
    });

    /// <summary>A span, of which tests look at what is given here.</summary>
    public static BPSpan Span(
        string request,
        int sequence,
        int parent,
        int depth,
        string protocol,
        string program,
        string text,
        BPCertainty certainty,
        string operation = "",
        string status = "",
        int process = 1,
        string host = "",
        string peer = "") => new()
        {
            RequestId = request,
            Sequence = sequence,
            Parent = parent,
            Depth = depth,
            Service = program,
            Protocol = protocol,
            Operation = operation,
            Route = "",
            Text = text,
            Status = status,
            Program = program,
            ProcessId = process,
            ThreadId = process,
            Host = host,
            Peer = peer,
            Start = default,
            Duration = TimeSpan.FromMilliseconds(1),
            SelfTime = default,
            CpuTime = default,
            WaitTime = default,
            MinorFaults = 0,
            MajorFaults = 0,
            BytesIn = 1,
            BytesOut = 1,
            Certainty = certainty,
            RunId = "run",
        };

    private static BPRequest Request(ShopRequest request, BPCertainty certainty, int spans) => new()
    {
        Id = request.Tag,
        Start = default,
        Duration = TimeSpan.FromMilliseconds(5),
        Client = "192.168.0.3:5000",
        Service = "apache2",
        Protocol = "http",
        Operation = "GET",
        Route = "/cgi-bin/shop.sh",
        Status = $"{request.Status}",
        CpuTime = default,
        MinorFaults = 0,
        MajorFaults = 0,
        BytesIn = 1,
        BytesOut = 1,
        Spans = spans,
        Processes = 4,
        Hosts = "machine-a,machine-b",
        Certainty = certainty,
        Reasons = "",
        RunId = "run",
    };

    private static BPSpan Span(ShopRequest request, int sequence, string text, BPCertainty certainty, int process)
    {
        string protocol = sequence switch { 0 => "http", 1 => "cgi", _ => "postgresql" };
        return Span(
            request.Tag,
            sequence,
            parent: Math.Min(sequence, 2) - 1,
            depth: Math.Min(sequence, 2),
            protocol,
            Program(sequence),
            text,
            certainty,
            operation: sequence switch { 0 or 1 => "GET", 2 => "STARTUP", _ => "SELECT" },
            status: sequence < 2 ? $"{request.Status}" : "OK",
            process,
            host: sequence < 2 ? "machine-a" : "machine-b",
            peer: sequence == 0 ? "192.168.0.3:5000" : "192.168.0.1:6000");
    }

    private static string Program(int sequence) => sequence switch { 0 => "apache2", 1 => "dash", _ => "postgres" };
}
