using System.Globalization;

namespace BorderPatrol.Storage;

/// <summary>What a request id says: the first and the last run that it can mean (they differ in what follows the first 8 digits) and a number.</summary>
/// <param name="FirstRun">The smallest run with these digits.</param>
/// <param name="LastRun">The largest run with these digits.</param>
/// <param name="Number">The request's number in its run.</param>
internal readonly record struct RequestKey(Guid FirstRun, Guid LastRun, long Number)
{
    private const int PrefixLength = 8;
    private const int RunLength = 32;

    /// <summary>Reads a request id; null when it is none, so that no request can have it.</summary>
    public static RequestKey? TryParse(string requestId)
    {
        if (requestId.Length <= PrefixLength + 1 || requestId[PrefixLength] != '-') return null;
        string prefix = requestId[..PrefixLength];
        bool valid = Guid.TryParseExact(prefix.PadRight(RunLength, '0'), "N", out var first)
            & Guid.TryParseExact(prefix.PadRight(RunLength, 'f'), "N", out var last)
            & long.TryParse(requestId.AsSpan(PrefixLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        return valid ? new RequestKey(first, last, number) : null;
    }

    /// <summary>The request's number in a run that is known.</summary>
    /// <exception cref="ArgumentException">It is no request id of that run.</exception>
    public static long NumberIn(Guid run, string requestId)
    {
        var key = TryParse(requestId);
        return key is { } found && Format(run, found.Number).Equals(requestId, StringComparison.OrdinalIgnoreCase)
            ? found.Number
            : throw new ArgumentException($"'{requestId}' is no request id of run {RunKey.Format(run)}.", nameof(requestId));
    }

    /// <summary>The request id.</summary>
    public static string Format(Guid run, long number) => string.Create(CultureInfo.InvariantCulture, $"{RunKey.Format(run).AsSpan(0, PrefixLength)}-{number}");
}
