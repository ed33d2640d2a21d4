namespace BorderPatrol.Storage.Rows;

/// <summary>A row of table <c>span</c>.</summary>
internal static class SpanRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        "run_id, request, start, duration, self_time, cpu_time, wait_time, minor_faults, major_faults, bytes_in, bytes_out, sequence, parent, depth, "
        + "process_id, thread_id, certainty, service, protocol, operation, route, text, status, program, host, peer";

    /// <summary>The table.</summary>
    public static readonly Table Table = new("span", Columns);

    /// <summary>Writes one.</summary>
    public static void Write(IRowSink row, Guid run, long request, BPSpan span)
    {
        row.Begin();
        row.Add(run);
        row.Add(request);
        row.AddTime(span.Start);
        row.AddDuration(span.Duration);
        row.AddDuration(span.SelfTime);
        row.AddDuration(span.CpuTime);
        row.AddDuration(span.WaitTime);
        row.Add(span.MinorFaults);
        row.Add(span.MajorFaults);
        row.Add(span.BytesIn);
        row.Add(span.BytesOut);
        row.Add(span.Sequence);
        row.Add(span.Parent);
        row.Add(span.Depth);
        row.Add(span.ProcessId);
        row.Add(span.ThreadId);
        row.AddCertainty(span.Certainty);
        row.AddText(span.Service);
        row.AddText(span.Protocol);
        row.AddText(span.Operation);
        row.AddText(span.Route);
        row.AddText(span.Text);
        row.AddText(span.Status);
        row.AddText(span.Program);
        row.AddText(span.Host);
        row.AddText(span.Peer);
        row.End();
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static BPSpan Read(RowReader row)
    {
        var run = row.Guid();
        return new BPSpan
        {
            RunId = RunKey.Format(run),
            RequestId = RequestKey.Format(run, row.Int64()),
            Start = row.Time(),
            Duration = row.Duration(),
            SelfTime = row.Duration(),
            CpuTime = row.Duration(),
            WaitTime = row.Duration(),
            MinorFaults = row.Int64(),
            MajorFaults = row.Int64(),
            BytesIn = row.Int64(),
            BytesOut = row.Int64(),
            Sequence = row.Int32(),
            Parent = row.Int32(),
            Depth = row.Int32(),
            ProcessId = row.Int32(),
            ThreadId = row.Int32(),
            Certainty = row.Certainty(),
            Service = row.Text(),
            Protocol = row.Text(),
            Operation = row.Text(),
            Route = row.Text(),
            Text = row.Text(),
            Status = row.Text(),
            Program = row.Text(),
            Host = row.Text(),
            Peer = row.Text(),
        };
    }
}
