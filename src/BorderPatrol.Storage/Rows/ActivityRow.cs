namespace BorderPatrol.Storage.Rows;

/// <summary>A row of table <c>activity</c>.</summary>
internal static class ActivityRow
{
    /// <summary>The table.</summary>
    public static readonly Table Table = new("activity", "run_id, request, activity");

    /// <summary>Writes one.</summary>
    public static void Write(IRowSink row, Guid run, long request, long activity)
    {
        row.Begin();
        row.Add(run);
        row.Add(request);
        row.Add(activity);
        row.End();
    }
}
