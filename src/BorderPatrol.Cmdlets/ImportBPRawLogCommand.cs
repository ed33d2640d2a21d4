using System.Management.Automation;
using BorderPatrol.Paths;
using BorderPatrol.Raw;

namespace BorderPatrol.Cmdlets;

/// <summary>Analyzes raw logs: finds the requests and the path of each, and puts them into a store.</summary>
[Cmdlet(VerbsData.Import, "BPRawLog", SupportsShouldProcess = true)]
[OutputType(typeof(BPRun))]
public sealed class ImportBPRawLogCommand : StoreCmdlet
{
    /// <summary>The raw logs; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => LogPaths.ForEach(this, Path, Import);

    // Without a name the store lies beside the raw log.
    private void Import(string file)
    {
        var reference = Named ?? new StoreReference(System.IO.Path.ChangeExtension(file, ".duckdb"), null);
        if (!ShouldProcess(file, "Import raw log")) return;
        var work = new BackgroundWork(this, new TimedProgress(this, $"Importing {System.IO.Path.GetFileName(file)}"));
        var run = work.Run(() => Import(file, reference, work));
        Session.Use(reference);
        Session.Remember(run.RunId, reference);
        WriteObject(run);
    }

    private BPRun Import(string file, StoreReference reference, BackgroundWork work)
    {
        using var log = RawLog.Open(file, work.Step("reading"), Cancellation);
        using var store = reference.Open(create: true);
        if (store.GetRuns().FirstOrDefault(known => known.RunId == log.RunId) is { } run) return run.AsAlreadyImported();
        using var writer = store.BeginRun(log.RunId);
        return Analyzer.Analyze(log, writer, work.Step("finding paths"), work.Warn, Cancellation);
    }
}
