using System.Management.Automation;

namespace BorderPatrol.Shell;

/// <summary>A progress record as one line.</summary>
internal static class Progress
{
    private const int BarWidth = 30;

    /// <summary>Activity, status, a bar where the end is known, and the time that is left.</summary>
    internal static string Line(ProgressRecord record)
    {
        string line = $"{record.Activity}: {record.StatusDescription}";
        if (record.PercentComplete >= 0)
        {
            int done = Math.Min(record.PercentComplete, 100) * BarWidth / 100;
            line += $" [{new string('#', done)}{new string('.', BarWidth - done)}] {record.PercentComplete} %";
        }

        return record.SecondsRemaining > 0 ? $"{line}, {record.SecondsRemaining} s left" : line;
    }
}
