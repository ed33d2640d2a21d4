namespace BorderPatrol.Cmdlets;

/// <summary>Facts of runs.</summary>
internal static class RunExtensions
{
    /// <summary>The same run, marked as one that was there before.</summary>
    internal static BPRun AsAlreadyImported(this BPRun run) => new()
    {
        RunId = run.RunId,
        RawLog = run.RawLog,
        Imported = run.Imported,
        Start = run.Start,
        Duration = run.Duration,
        Requests = run.Requests,
        Spans = run.Spans,
        Events = run.Events,
        Processes = run.Processes,
        Hosts = run.Hosts,
        Lost = run.Lost,
        Damaged = run.Damaged,
        AlreadyImported = true,
    };
}
