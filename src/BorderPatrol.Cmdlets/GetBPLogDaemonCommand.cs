using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Lists the log daemons that run on this machine.</summary>
[Cmdlet(VerbsCommon.Get, "BPLogDaemon")]
[OutputType(typeof(BPLogDaemon))]
public sealed class GetBPLogDaemonCommand : BPCmdlet
{
    /// <summary>Only those that listen on these ports.</summary>
    [Parameter(Position = 0)]
    public int[]? Port { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var running = LogDaemons.Running();
        if (Port == null)
        {
            WriteObject(running, true);
            return;
        }

        foreach (int port in Port)
        {
            ForItem(port, () => WriteObject(running.FirstOrDefault(daemon => daemon.Port == port)
                ?? throw LogDaemonEnd.NotFound($"No log daemon runs with port {port}.")));
        }
    }
}
