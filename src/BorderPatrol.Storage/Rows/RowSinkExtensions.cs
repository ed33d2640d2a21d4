namespace BorderPatrol.Storage.Rows;

/// <summary>How .NET's times, texts and enumerations are written; <see cref="RowReader"/> is the inverse.</summary>
internal static class RowSinkExtensions
{
    /// <summary>Adds a time as 100 ns since 1970.</summary>
    public static void AddTime(this IRowSink row, DateTimeOffset value) => row.Add(value.UtcTicks - DateTime.UnixEpoch.Ticks);

    /// <summary>Adds a duration as 100 ns.</summary>
    public static void AddDuration(this IRowSink row, TimeSpan value) => row.Add(value.Ticks);

    /// <summary>Adds a text with the characters replaced that a database refuses.</summary>
    public static void AddText(this IRowSink row, string value) => row.Add(StorableText.From(value));

    /// <summary>Adds a certainty.</summary>
    public static void AddCertainty(this IRowSink row, BPCertainty value) => row.Add((short)value);
}
