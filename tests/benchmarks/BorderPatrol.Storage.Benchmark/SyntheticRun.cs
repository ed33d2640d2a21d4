using BorderPatrol.Paths;

namespace BorderPatrol.Storage.Benchmark;

/// <summary>
/// A made-up run, always the same for the same numbers: a web server, a script and a database on two hosts serve requests, 8 at a time.
/// Each request has <see cref="EventsPerRequest"/> events in <see cref="ActivitiesPerRequest"/> activities, and as many spans.
/// </summary>
/// <param name="runId">32 hex digits.</param>
/// <param name="requests">How many requests.</param>
public sealed class SyntheticRun(string runId, int requests)
{
    /// <summary>Events of a request.</summary>
    public const int EventsPerRequest = 50;

    /// <summary>Activities of a request, and its spans.</summary>
    public const int ActivitiesPerRequest = 5;

    private const int AtATime = 8;
    private static readonly DateTimeOffset Epoch = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(7.3);
    private static readonly string[] Programs = ["apache2", "shop.cgi", "postgres", "postgres", "apache2"];
    private static readonly string[] Hosts = ["machine-a", "machine-a", "machine-b", "machine-b", "machine-a"];
    private static readonly string[] Calls = ["read", "write", "epoll_wait", "close", "recvfrom", "sendto", "openat", "accept4"];

    /// <summary>The run's id.</summary>
    public string RunId => runId;

    /// <summary>How many events <see cref="Write"/> adds.</summary>
    public long Events => (long)requests * EventsPerRequest;

    /// <summary>The run's facts.</summary>
    public BPRun Run => new()
    {
        RunId = runId,
        RawLog = $"/var/log/{runId}.raw",
        Imported = Epoch + TimeSpan.FromHours(1),
        Start = Epoch,
        Duration = Step * Events,
        Requests = requests,
        Spans = (long)requests * ActivitiesPerRequest,
        Events = Events,
        Processes = 4,
        Hosts = "machine-a,machine-b",
        Lost = 0,
        Damaged = 0,
    };

    /// <summary>The id of a request.</summary>
    /// <param name="number">From 1.</param>
    public string RequestId(long number) => $"{runId[..8]}-{number}";

    /// <summary>Writes everything but the commit, in the order in which an analysis finds it: what a request was is known when it ends.</summary>
    /// <param name="writer">The store's writer.</param>
    /// <param name="progress">Told the number of events after each group of requests.</param>
    public void Write(IRunWriter writer, Action<long>? progress = null)
    {
        for (int first = 1; first <= requests; first += AtATime)
        {
            int last = Math.Min(first + AtATime - 1, requests);
            for (int index = 0; index < EventsPerRequest; index++)
            {
                for (int number = first; number <= last; number++) writer.AddEvent(Activity(number, index), Event(number, index));
            }
            for (int number = first; number <= last; number++) WriteEnd(writer, number);
            progress?.Invoke((long)last * EventsPerRequest);
        }
    }

    /// <summary>One event of a request as <see cref="Write"/> adds it, without its request.</summary>
    /// <param name="number">The request, from 1.</param>
    /// <param name="index">The event, from 0.</param>
    public static BPEvent Event(int number, int index)
    {
        int part = index * ActivitiesPerRequest / EventsPerRequest;
        bool message = index % 5 == 0;
        return new BPEvent
        {
            Time = Start(number, index),
            Duration = new TimeSpan(40 + ((number * 31) + (index * 17)) % 900),
            Host = Hosts[part],
            ProcessId = 1000 + part + (number % AtATime * 10),
            ThreadId = 1000 + part + (number % AtATime * 10),
            Program = Programs[part],
            Call = Calls[(number + index) % Calls.Length],
            Result = index % 13 == 0 ? -1 : 100 + index,
            Error = index % 13 == 0 ? "EAGAIN" : "",
            Arguments = $"{3 + (index % 40)},{number},{index}",
            Text = message ? $"GET /item/{number}?part={index} HTTP/1.1 Host: shop.example User-Agent: load/1.0" : "",
            Descriptor = 3 + (index % 40),
            Bytes = message ? 120 + index : 0,
            RequestId = "",
        };
    }

    private static DateTimeOffset Start(int number, int index) =>
        Epoch + (Step * ((((number - 1L) / AtATime * EventsPerRequest) + index) * AtATime + ((number - 1) % AtATime)));

    private static long Activity(int number, int index) =>
        ((number - 1L) * ActivitiesPerRequest) + (index * ActivitiesPerRequest / EventsPerRequest) + 1;

    private void WriteEnd(IRunWriter writer, int number)
    {
        string id = RequestId(number);
        for (int part = 0; part < ActivitiesPerRequest; part++)
        {
            writer.AddActivity(Activity(number, part * EventsPerRequest / ActivitiesPerRequest), id);
            writer.AddSpan(Span(number, part));
        }
        writer.AddRequest(Request(number));
    }

    private BPRequest Request(int number) => new()
    {
        Id = RequestId(number),
        RunId = runId,
        Start = Start(number, 0),
        Duration = Step * (EventsPerRequest * AtATime),
        Client = $"192.168.0.3:{30000 + (number % 20000)}",
        Service = "apache2",
        Protocol = "http",
        Operation = "GET",
        Route = $"/item/{{n}}/{number % 10}",
        Status = number % 50 == 0 ? "500" : "200",
        CpuTime = new TimeSpan(12345),
        MinorFaults = 42,
        MajorFaults = 0,
        BytesIn = 120,
        BytesOut = 4096,
        Spans = ActivitiesPerRequest,
        Processes = 3,
        Hosts = "machine-a,machine-b",
        Certainty = BPCertainty.Proven,
        Reasons = "",
    };

    private BPSpan Span(int number, int part) => new()
    {
        RequestId = RequestId(number),
        RunId = runId,
        Sequence = part,
        Parent = part - 1,
        Depth = part,
        Service = Programs[part],
        Protocol = part is 2 or 3 ? "postgresql" : "http",
        Operation = part is 2 or 3 ? "SELECT" : "GET",
        Route = part is 2 or 3 ? "SELECT * FROM item WHERE id = ?" : "/item/{n}",
        Text = part is 2 or 3 ? $"SELECT * FROM item WHERE id = {number} /* tag-{number} */" : $"GET /item/{number} HTTP/1.1\r\nHost: shop.example\r\n\r\n",
        Status = part is 2 or 3 ? "OK" : "200",
        Program = Programs[part],
        ProcessId = 1000 + part,
        ThreadId = 1000 + part,
        Host = Hosts[part],
        Peer = "192.168.0.1:8080",
        Start = Start(number, part),
        Duration = Step * (10 - part),
        SelfTime = Step,
        CpuTime = Step,
        WaitTime = TimeSpan.Zero,
        MinorFaults = 7,
        MajorFaults = 0,
        BytesIn = 100,
        BytesOut = 900,
        Certainty = BPCertainty.Proven,
    };
}
