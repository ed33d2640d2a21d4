namespace BorderPatrol.Storage.Rows;

/// <summary>A row of table <c>event</c>.</summary>
internal static class EventRow
{
    /// <summary>The table.</summary>
    public static readonly Table Table = new("event", $"run_id, activity, sequence, {Values}");

    /// <summary>The columns that make a <see cref="BPEvent"/>.</summary>
    public const string Values =
        "start, duration, result, bytes, process_id, thread_id, descriptor, host, program, call, error, arguments, text";

    /// <summary>Writes one.</summary>
    public static void Write(IRowSink row, Guid run, long activity, long sequence, BPEvent observed)
    {
        row.Begin();
        row.Add(run);
        row.Add(activity);
        row.Add(sequence);
        row.AddTime(observed.Time);
        row.AddDuration(observed.Duration);
        row.Add(observed.Result);
        row.Add(observed.Bytes);
        row.Add(observed.ProcessId);
        row.Add(observed.ThreadId);
        row.Add(observed.Descriptor);
        row.AddText(observed.Host);
        row.AddText(observed.Program);
        row.AddText(observed.Call);
        row.AddText(observed.Error);
        row.AddText(observed.Arguments);
        row.AddText(observed.Text);
        row.End();
    }

    /// <summary>Reads <see cref="Values"/>.</summary>
    public static BPEvent Read(RowReader row, string requestId) => new()
    {
        Time = row.Time(),
        Duration = row.Duration(),
        Result = row.Int64(),
        Bytes = row.Int64(),
        ProcessId = row.Int32(),
        ThreadId = row.Int32(),
        Descriptor = row.Int32(),
        Host = row.Text(),
        Program = row.Text(),
        Call = row.Text(),
        Error = row.Text(),
        Arguments = row.Text(),
        Text = row.Text(),
        RequestId = requestId,
    };
}
