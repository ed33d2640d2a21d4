namespace BorderPatrol.Storage.Rows;

/// <summary>A row of table <c>request</c>.</summary>
internal static class RequestRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        "run_id, number, start, duration, cpu_time, minor_faults, major_faults, bytes_in, bytes_out, spans, processes, certainty, "
        + "client, service, protocol, operation, route, status, hosts, reasons";

    /// <summary>The table.</summary>
    public static readonly Table Table = new("request", Columns);

    /// <summary>Writes one.</summary>
    public static void Write(IRowSink row, Guid run, long number, BPRequest request)
    {
        row.Begin();
        row.Add(run);
        row.Add(number);
        row.AddTime(request.Start);
        row.AddDuration(request.Duration);
        row.AddDuration(request.CpuTime);
        row.Add(request.MinorFaults);
        row.Add(request.MajorFaults);
        row.Add(request.BytesIn);
        row.Add(request.BytesOut);
        row.Add(request.Spans);
        row.Add(request.Processes);
        row.AddCertainty(request.Certainty);
        row.AddText(request.Client);
        row.AddText(request.Service);
        row.AddText(request.Protocol);
        row.AddText(request.Operation);
        row.AddText(request.Route);
        row.AddText(request.Status);
        row.AddText(request.Hosts);
        row.AddText(request.Reasons);
        row.End();
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static BPRequest Read(RowReader row)
    {
        var run = row.Guid();
        return new BPRequest
        {
            RunId = RunKey.Format(run),
            Id = RequestKey.Format(run, row.Int64()),
            Start = row.Time(),
            Duration = row.Duration(),
            CpuTime = row.Duration(),
            MinorFaults = row.Int64(),
            MajorFaults = row.Int64(),
            BytesIn = row.Int64(),
            BytesOut = row.Int64(),
            Spans = row.Int32(),
            Processes = row.Int32(),
            Certainty = row.Certainty(),
            Client = row.Text(),
            Service = row.Text(),
            Protocol = row.Text(),
            Operation = row.Text(),
            Route = row.Text(),
            Status = row.Text(),
            Hosts = row.Text(),
            Reasons = row.Text(),
        };
    }
}
