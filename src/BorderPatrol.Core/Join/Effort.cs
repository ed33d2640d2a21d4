namespace BorderPatrol.Join;

/// <summary>Who worked on something, in which activities, and what it cost.</summary>
internal sealed class Effort
{
    public List<long> Activities { get; } = new(1);

    /// <summary>Processes in order of their first event, with the host's name.</summary>
    public List<(Process Process, string Host)> Workers { get; } = new(1);

    public Cost Cost { get; set; }

    /// <summary>CLOCK_MONOTONIC, ns: end of the last event.</summary>
    public ulong LastEnd { get; set; }

    public void Begin(long activity, ThreadState thread)
    {
        Activities.Add(activity);
        AddWorker(thread.Image.Process, thread.Stream.Host);
    }

    public void Add(Effort other)
    {
        Activities.AddRange(other.Activities);
        foreach (var (process, host) in other.Workers) AddWorker(process, host);
        Cost += other.Cost;
        LastEnd = Math.Max(LastEnd, other.LastEnd);
    }

    private void AddWorker(Process process, string host)
    {
        foreach (var worker in Workers)
            if (ReferenceEquals(worker.Process, process)) return;
        Workers.Add((process, host));
    }
}
