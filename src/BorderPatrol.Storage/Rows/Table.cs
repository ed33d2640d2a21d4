namespace BorderPatrol.Storage.Rows;

/// <summary>A table as rows are written to it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">All its columns, comma-separated, in the order in which a row's values are written.</param>
internal sealed record Table(string Name, string Columns)
{
    /// <summary>Number of columns.</summary>
    public short Width { get; } = (short)Columns.Split(',').Length;
}
