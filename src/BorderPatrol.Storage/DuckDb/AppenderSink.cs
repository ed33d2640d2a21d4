using System.Data.Common;
using BorderPatrol.Storage.Rows;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>Rows for one table by way of DuckDB's appender, which sends them by the hundred thousand.</summary>
/// <param name="appender">Belongs to the sink from now on.</param>
/// <param name="path">The store, for messages.</param>
internal sealed class AppenderSink(DuckDBAppender appender, string path) : IRowSink
{
    private IDuckDBAppenderRow? _row;

    /// <inheritdoc/>
    public void Begin() => _row = appender.CreateRow();

    /// <inheritdoc/>
    public void Add(Guid value) => _row!.AppendValue(value);

    /// <inheritdoc/>
    public void Add(long value) => _row!.AppendValue(value);

    /// <inheritdoc/>
    public void Add(int value) => _row!.AppendValue(value);

    /// <inheritdoc/>
    public void Add(short value) => _row!.AppendValue(value);

    /// <inheritdoc/>
    public void Add(string value) => _row!.AppendValue(value);

    /// <inheritdoc/>
    public void End() => Guard(_row!.EndRow);

    /// <inheritdoc/>
    public void Flush() => Guard(appender.Close);

    /// <inheritdoc/>
    public void Dispose() => appender.Dispose();

    private void Guard(Action send)
    {
        try
        {
            send();
        }
        catch (DbException error)
        {
            throw DuckDbErrors.Translate(error, path);
        }
    }
}
