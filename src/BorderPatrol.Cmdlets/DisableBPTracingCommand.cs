using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Stops recording what traced programs do; they run on, and nearly as fast as untraced ones.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BPTracing", SupportsShouldProcess = true)]
[OutputType(typeof(BPTracing))]
public sealed class DisableBPTracingCommand : SwitchCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => Turn(on: false, "Disable tracing");
}
