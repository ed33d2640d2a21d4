using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Starts a log daemon, which collects the records of traced programs from all machines into a raw log.</summary>
[Cmdlet(VerbsLifecycle.Start, "BPLogDaemon", SupportsShouldProcess = true)]
[OutputType(typeof(BPLogDaemon))]
public sealed class StartBPLogDaemonCommand : BPCmdlet
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>The raw log; made when it is not there, else appended to.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "borderpatrol.raw";

    /// <summary>The TCP port to listen on; 0 takes any free one.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = 7070;

    /// <summary>Addresses of this machine to listen on instead of loopback; * means all. Beyond loopback a secret is required.</summary>
    [Parameter]
    public string[] ListenAddress { get; set; } = [];

    /// <summary>A file with the secret that traced machines must know.</summary>
    [Parameter]
    public string? SecretFile { get; set; }

    /// <summary>Stay until Ctrl-C, which ends the daemon in order, and show its messages.</summary>
    [Parameter]
    public SwitchParameter Foreground { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = FullPath(Path);
        if (!ShouldProcess($"{path}, port {Port}", "Start log daemon")) return;
        var start = new LogDaemonStart
        {
            Path = path,
            Port = Port,
            Addresses = ListenAddress,
            SecretFile = SecretFile == null ? null : FullPath(SecretFile),
            Foreground = Foreground,
        };
        var (daemon, process) = start.Start(Cancellation);
        using (process)
        {
            Session.LogDaemon = daemon;
            WriteObject(daemon);
            if (Foreground) Attend(daemon, process);
        }
    }

    // Ctrl-C reaches only the shell: the daemon has a session of its own and is told to end here.
    private void Attend(BPLogDaemon daemon, Process process)
    {
        var messages = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => messages.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        while (!Cancellation.WaitHandle.WaitOne(LookAgain) && LogDaemons.IsRunning(daemon))
        {
            while (messages.TryDequeue(out string? message))
                if (message.Length > 0) WriteWarning(message);
        }

        if (LogDaemons.IsRunning(daemon)) LogDaemonEnd.Stop(daemon, CancellationToken.None);
    }
}
