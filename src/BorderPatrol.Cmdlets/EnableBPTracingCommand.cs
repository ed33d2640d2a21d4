using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Goes on recording what traced programs do.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BPTracing", SupportsShouldProcess = true)]
[OutputType(typeof(BPTracing))]
public sealed class EnableBPTracingCommand : SwitchCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => Turn(on: true, "Enable tracing");
}
