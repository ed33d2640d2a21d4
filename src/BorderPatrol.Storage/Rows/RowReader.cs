using System.Data.Common;

namespace BorderPatrol.Storage.Rows;

/// <summary>Reads the values of a result's current row one after the other.</summary>
/// <param name="reader">The result.</param>
internal struct RowReader(DbDataReader reader)
{
    private int _column;

    /// <summary>The next value, a uuid.</summary>
    public Guid Guid() => reader.GetGuid(_column++);

    /// <summary>The next value, a bigint.</summary>
    public long Int64() => reader.GetInt64(_column++);

    /// <summary>The next value, an integer.</summary>
    public int Int32() => reader.GetInt32(_column++);

    /// <summary>The next value, a text.</summary>
    public string Text() => reader.GetString(_column++);

    /// <summary>The next value, a time, in UTC.</summary>
    public DateTimeOffset Time() => new(Int64() + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    /// <summary>The next value, a duration.</summary>
    public TimeSpan Duration() => new(Int64());

    /// <summary>The next value, a certainty.</summary>
    public BPCertainty Certainty() => (BPCertainty)reader.GetInt16(_column++);
}
