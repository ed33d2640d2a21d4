using System.Diagnostics;
using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Progress for the user: nothing within the first second, then a few times a second.</summary>
internal sealed class TimedProgress(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Stopwatch time = Stopwatch.StartNew();
    private TimeSpan next = Silence;

    /// <summary>Shows where the work is, if it is time. Only on the pipeline's thread.</summary>
    /// <param name="status">What is being done.</param>
    /// <param name="fraction">0 to 1; null when the end is not known.</param>
    internal void Show(string status, double? fraction = null)
    {
        if (time.Elapsed < next) return;
        next = time.Elapsed + Pause;
        var record = new ProgressRecord(0, activity, status);
        if (fraction is { } done and > 0)
        {
            record.PercentComplete = (int)(Math.Min(done, 1) * 100);
            record.SecondsRemaining = (int)(time.Elapsed.TotalSeconds * (1 - done) / done);
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>Takes the display away.</summary>
    internal void End()
    {
        if (next > Silence) cmdlet.WriteProgress(new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed });
    }
}
