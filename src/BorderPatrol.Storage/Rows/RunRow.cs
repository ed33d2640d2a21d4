namespace BorderPatrol.Storage.Rows;

/// <summary>A row of table <c>run</c>.</summary>
internal static class RunRow
{
    /// <summary>The columns.</summary>
    public const string Columns = "run_id, raw_log, imported, start, duration, requests, spans, events, processes, hosts, lost, damaged";

    /// <summary>The table.</summary>
    public static readonly Table Table = new("run", Columns);

    /// <summary>Writes one.</summary>
    public static void Write(IRowSink row, Guid id, BPRun run)
    {
        row.Begin();
        row.Add(id);
        row.AddText(run.RawLog);
        row.AddTime(run.Imported);
        row.AddTime(run.Start);
        row.AddDuration(run.Duration);
        row.Add(run.Requests);
        row.Add(run.Spans);
        row.Add(run.Events);
        row.Add(run.Processes);
        row.AddText(run.Hosts);
        row.Add(run.Lost);
        row.Add(run.Damaged);
        row.End();
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static BPRun Read(RowReader row) => new()
    {
        RunId = RunKey.Format(row.Guid()),
        RawLog = row.Text(),
        Imported = row.Time(),
        Start = row.Time(),
        Duration = row.Duration(),
        Requests = row.Int64(),
        Spans = row.Int64(),
        Events = row.Int64(),
        Processes = row.Int64(),
        Hosts = row.Text(),
        Lost = row.Int64(),
        Damaged = row.Int64(),
    };
}
