using System.Management.Automation;
using BorderPatrol.Raw;

namespace BorderPatrol.Cmdlets;

/// <summary>Reads a raw log as events, in order of time. Needs no store.</summary>
[Cmdlet(VerbsCommon.Get, "BPEvent")]
[OutputType(typeof(BPEvent))]
public sealed class GetBPEventCommand : BPCmdlet
{
    /// <summary>The raw logs; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => LogPaths.ForEach(this, Path, Read);

    private void Read(string file)
    {
        var progress = new TimedProgress(this, $"Reading {System.IO.Path.GetFileName(file)}");
        var fraction = new Latest();
        foreach (var observed in RawEvents.Read(file, Warn, fraction, Cancellation))
        {
            WriteObject(observed);
            progress.Show("events", fraction.Value);
        }

        progress.End();
    }

    private void Warn(BPWarning warning) => WriteWarning($"{warning.ErrorId}: {warning.Message}");

    private sealed class Latest : IProgress<double>
    {
        internal double Value { get; private set; }

        public void Report(double value) => Value = value;
    }
}
