using BorderPatrol.Paths;
using BorderPatrol.Raw;

namespace BorderPatrol.Analyzer.Benchmark;

/// <summary>Prints every request of a log with its spans.</summary>
internal sealed class TreePrinter : IRunWriter
{
    public static void Print(string path)
    {
        using var log = RawLog.Open(path);
        using var printer = new TreePrinter();
        Paths.Analyzer.Analyze(log, printer, null, warning => Console.WriteLine($"{warning.ErrorId}: {warning.Message}"));
    }

    public void AddEvent(long activity, BPEvent observed)
    {
    }

    public void AddActivity(long activity, string requestId)
    {
    }

    public void AddRequest(BPRequest request) => Console.WriteLine(
        $"{request.Id} {request.Start:HH:mm:ss.ffffff} {request.Duration.TotalMilliseconds:F3} ms {request.Client} -> {request.Service} {request.Operation} {request.Route} {request.Status} "
        + $"cpu {request.CpuTime.TotalMilliseconds:F3} in {request.BytesIn} out {request.BytesOut} processes {request.Processes} hosts {request.Hosts} {request.Certainty} {request.Reasons}");

    public void AddSpan(BPSpan span) => Console.WriteLine(
        $"{new string(' ', 2 + (span.Depth * 2))}{span.Service} [{span.ProcessId}] {span.Operation} {span.Route} {span.Status} {span.Duration.TotalMilliseconds:F3} ms, "
        + $"self {span.SelfTime.TotalMilliseconds:F3}, cpu {span.CpuTime.TotalMilliseconds:F3} {span.Certainty} {span.Text.ReplaceLineEndings(" ")}");

    public void Commit(BPRun run) => Console.WriteLine(
        $"{run.Requests} requests, {run.Spans} spans, {run.Events} events, {run.Processes} processes, hosts {run.Hosts}, lost {run.Lost}, damaged {run.Damaged}");

    public void Dispose()
    {
    }
}
