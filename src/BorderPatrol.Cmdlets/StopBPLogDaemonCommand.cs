using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Ends log daemons in order: they take what forwarders still have, and everything is on disk when the cmdlet returns.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BPLogDaemon", SupportsShouldProcess = true, DefaultParameterSetName = "Port")]
[OutputType(typeof(FileInfo))]
public sealed class StopBPLogDaemonCommand : BPCmdlet
{
    /// <summary>Its port. Not needed while only one runs.</summary>
    [Parameter(Position = 0, ParameterSetName = "Port")]
    public int[]? Port { get; set; }

    /// <summary>Its process.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ProcessId")]
    [Alias("Id")]
    public int[]? ProcessId { get; set; }

    /// <summary>Daemons from Get-BPLogDaemon or Start-BPLogDaemon.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    public BPLogDaemon[]? InputObject { get; set; }

    /// <summary>Return the raw log.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (InputObject != null) StopEach(InputObject);
        else if (ProcessId != null) StopEach(ProcessId, id => daemon => daemon.ProcessId == id, "process id");
        else if (Port != null) StopEach(Port, port => daemon => daemon.Port == port, "port");
        else StopEach([Only()]);
    }

    private static BPLogDaemon Only() => LogDaemons.Running() switch
    {
        [var only] => only,
        [] => throw LogDaemonEnd.NotFound("No log daemon runs."),
        var several => throw new BorderPatrolException(
            ErrorIds.LogDaemonNotFound,
            $"Several log daemons run, on ports {string.Join(", ", several.Select(daemon => daemon.Port))}.",
            "Say which one with -Port."),
    };

    private void StopEach(int[] wanted, Func<int, Func<BPLogDaemon, bool>> match, string what)
    {
        var running = LogDaemons.Running();
        foreach (int number in wanted)
        {
            ForItem(number, () => StopOne(running.FirstOrDefault(match(number))
                ?? throw LogDaemonEnd.NotFound($"No log daemon runs with {what} {number}.")));
        }
    }

    private void StopEach(IEnumerable<BPLogDaemon> daemons)
    {
        foreach (var daemon in daemons)
            ForItem(daemon, () => StopOne(daemon));
    }

    private void StopOne(BPLogDaemon daemon)
    {
        if (!ShouldProcess($"{daemon.Path}, port {daemon.Port}, process {daemon.ProcessId}", "Stop log daemon")) return;
        var progress = new TimedProgress(this, "Stopping the log daemon");
        LogDaemonEnd.Stop(daemon, Cancellation, () => progress.Show("it takes what programs have recorded"));
        progress.End();
        if (Session.LogDaemon?.ProcessId == daemon.ProcessId) Session.LogDaemon = null;
        if (PassThru) WriteObject(new FileInfo(daemon.Path));
    }
}
