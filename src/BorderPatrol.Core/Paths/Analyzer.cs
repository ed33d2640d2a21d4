using BorderPatrol.Join;
using BorderPatrol.Raw;

namespace BorderPatrol.Paths;

/// <summary>Finds the requests of a raw log and the path of each.</summary>
public static class Analyzer
{
    private const int ReportEvery = 1 << 16;

    /// <summary>Reads the log once in merged order and hands everything found to the writer, which is committed at the end.</summary>
    /// <param name="log">The raw log.</param>
    /// <param name="writer">Takes events, activities, requests and spans. Not disposed here.</param>
    /// <param name="progress">Told the fraction of records read, 0 to 1; may be null.</param>
    /// <param name="warn">Told what is wrong with the log; may be null.</param>
    /// <param name="cancellation">Ends the analysis early; then nothing is committed.</param>
    /// <returns>The facts of the run, as committed.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BPRun Analyze(
        RawLog log,
        IRunWriter writer,
        IProgress<double>? progress = null,
        Action<BPWarning>? warn = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var warning in log.Warnings) warn?.Invoke(warning);
        var builder = new RunBuilder(log, writer);
        var joiner = new Joiner(log, builder);
        var merge = log.Merge();
        for (long records = 0; merge.MoveNext(); records++)
        {
            if (records % ReportEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)merge.Done / log.Length);
            }

            joiner.Take(merge.Stream, merge.Current, merge.Key);
        }

        joiner.Finish();
        cancellation.ThrowIfCancellationRequested();
        var run = builder.Run();
        writer.Commit(run);
        progress?.Report(1);
        return run;
    }
}
