namespace BorderPatrol.Storage.Tests;

/// <summary>Objects whose every property has a value of its own.</summary>
internal static class Sample
{
    public const string RunId = "00ab54cdef0123456789abcdef012345";
    public const string OtherRunId = "f0ab54cdef0123456789abcdef012345";

    public static readonly DateTimeOffset Time = new DateTimeOffset(2026, 11, 23, 10, 11, 12, TimeSpan.Zero).AddTicks(1234567);

    public static BPRun Run(string runId = RunId) => new()
    {
        RunId = runId,
        RawLog = "/tmp/a b/ä.raw",
        Imported = Time,
        Start = Time.AddTicks(1),
        Duration = TimeSpan.FromTicks(2),
        Requests = 3,
        Spans = 4,
        Events = 5,
        Processes = 6,
        Hosts = "a,b",
        Lost = 7,
        Damaged = 8,
    };

    public static BPRequest Request(
        long number = 1, string runId = RunId, DateTimeOffset? start = null, string service = "apache2", string route = "/item/{n}", string status = "200",
        TimeSpan? duration = null) => new()
        {
            Id = $"{runId[..8]}-{number}",
            RunId = runId,
            Start = start ?? Time,
            Duration = duration ?? TimeSpan.FromTicks(11),
            Client = "192.168.0.3:40000",
            Service = service,
            Protocol = "http",
            Operation = "GET",
            Route = route,
            Status = status,
            CpuTime = TimeSpan.FromTicks(12),
            MinorFaults = 13,
            MajorFaults = 14,
            BytesIn = 15,
            BytesOut = 16,
            Spans = 17,
            Processes = 18,
            Hosts = "a,b",
            Certainty = BPCertainty.Ambiguous,
            Reasons = "records lost",
        };

    public static BPSpan Span(int sequence = 0, long number = 1, string runId = RunId, string text = "GET /item/5 HTTP/1.1\r\n\r\n") => new()
    {
        RequestId = $"{runId[..8]}-{number}",
        RunId = runId,
        Sequence = sequence,
        Parent = sequence - 1,
        Depth = 21,
        Service = "apache2",
        Protocol = "http",
        Operation = "GET",
        Route = "/item/{n}",
        Text = text,
        Status = "200",
        Program = "shop.cgi",
        ProcessId = 22,
        ThreadId = 23,
        Host = "machine-a",
        Peer = "192.168.0.3:40000",
        Start = Time.AddTicks(24),
        Duration = TimeSpan.FromTicks(25),
        SelfTime = TimeSpan.FromTicks(26),
        CpuTime = TimeSpan.FromTicks(27),
        WaitTime = TimeSpan.FromTicks(28),
        MinorFaults = 29,
        MajorFaults = 30,
        BytesIn = 31,
        BytesOut = 32,
        Certainty = BPCertainty.Inferred,
    };

    public static BPEvent Event(DateTimeOffset? time = null, string text = "GET /item/5", string requestId = "") => new()
    {
        Time = time ?? Time,
        Duration = TimeSpan.FromTicks(41),
        Host = "machine-a",
        ProcessId = 42,
        ThreadId = 43,
        Program = "apache2",
        Call = "read",
        Result = -1,
        Error = "EAGAIN",
        Arguments = "5,8192",
        Text = text,
        Descriptor = 5,
        Bytes = 44,
        RequestId = requestId,
    };
}
