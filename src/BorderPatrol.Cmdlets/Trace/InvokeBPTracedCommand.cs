using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>What a wrong call of Invoke-BPTraced runs instead: it ends the pipeline with the error, as a cmdlet does.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BPTraced")]
public sealed class InvokeBPTracedCommand : PSCmdlet
{
    /// <summary>The error.</summary>
    [Parameter(Mandatory = true)]
    public ErrorRecord? Record { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => ThrowTerminatingError(Record);
}
