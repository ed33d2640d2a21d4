using System.Globalization;
using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>What Enable-BPTracing and Disable-BPTracing share: the spool is named as for Invoke-BPTraced.</summary>
public abstract class SwitchCmdlet : BPCmdlet
{
    /// <summary>The machine where the log daemon collects.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The log daemon's port.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The spool, where the programs were given one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Spool { get; set; }

    /// <summary>Return what was switched.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Turns recording on or off.</summary>
    /// <param name="on">Whether programs are to record.</param>
    /// <param name="action">What happens, for the user who is asked.</param>
    protected void Turn(bool on, string action)
    {
        string spool = TraceTarget.Of(HostName, Port?.ToString(CultureInfo.InvariantCulture), Spool == null ? null : FullPath(Spool)).SpoolFolder;
        if (!ShouldProcess(spool, action)) return;
        var switched = TracingSwitch.Turn(spool, on);
        if (PassThru) WriteObject(switched, true);
    }
}
