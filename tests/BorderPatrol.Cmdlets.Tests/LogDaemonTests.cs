using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BorderPatrol.Cmdlets.Tests.Engine;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class LogDaemonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();

    [Fact]
    public void A_daemon_starts_is_listed_and_stops_with_its_log_on_disk()
    {
        dynamic daemon = Start();
        int port = daemon.Port;
        string path = _folder.File("a.raw");
        Assert.Equal(path, daemon.Path);
        Assert.Equal("127.0.0.1", daemon.Address);
        Assert.InRange(DateTimeOffset.Now - (DateTimeOffset)daemon.Started, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        dynamic listed = _session.Run("Get-BPLogDaemon $port", ("port", port)).Single().BaseObject;
        Assert.Equal((daemon.ProcessId, port, path), ((int)listed.ProcessId, (int)listed.Port, (string)listed.Path));

        Assert.Equal(path, Assert.Single(_session.Run<FileInfo>("Stop-BPLogDaemon -Port $port -PassThru")).FullName);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById((int)daemon.ProcessId));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.False(File.Exists(path + ".log"));
        Assert.Empty(_session.Run<BPEvent>("Get-BPEvent $path", ("path", path)));
    }

    [Fact]
    public void It_outlives_the_shell_that_started_it()
    {
        var shell = Bpsh.Run("-Command", $"(Start-BPLogDaemon '{_folder.File("a.raw")}' -Port 0).Port");
        Assert.Equal(0, shell.ExitCode);
        int port = int.Parse(shell.Output.Trim(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Single(_session.Run("Get-BPLogDaemon $port | Stop-BPLogDaemon -PassThru", ("port", port)));
    }

    [Fact]
    public void A_port_in_use_is_a_clear_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Fails("PortInUse", "-Port $port", ("port", ((IPEndPoint)other.LocalEndpoint).Port));
        Assert.False(File.Exists(_folder.File("a.raw")));
        Assert.False(File.Exists(_folder.File("a.raw.log")));
    }

    [Fact]
    public void Listening_beyond_loopback_needs_a_secret() => Fails("SecretRequired", "-Port 0 -ListenAddress 0.0.0.0");

    [Fact]
    public void With_a_secret_it_listens_where_it_is_told_to()
    {
        string secret = _folder.File("secret", "a secret of some length, shared by all machines\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var address = _session.Run("$d = Start-BPLogDaemon $path -Port 0 -ListenAddress 0.0.0.0 -SecretFile $secret; $d.Address; $d | Stop-BPLogDaemon",
            ("path", _folder.File("a.raw")), ("secret", secret));
        Assert.Equal("0.0.0.0", address.Single().BaseObject);
    }

    [Fact]
    public void A_file_that_is_no_raw_log_is_left_alone()
    {
        _folder.File("a.raw", "something else");
        Fails("NotARawLog", "-Port 0");
        Assert.Equal("something else", File.ReadAllText(_folder.File("a.raw")));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_clear_error()
    {
        var error = _session.Fail("Start-BPLogDaemon $path -Port 0", ("path", _folder.File("none/a.raw")));
        Assert.Equal("AccessDenied,BorderPatrol.Cmdlets.StartBPLogDaemonCommand", error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Get-BPLogDaemon 1", "GetBPLogDaemonCommand")]
    [InlineData("Stop-BPLogDaemon 1", "StopBPLogDaemonCommand")]
    [InlineData("Stop-BPLogDaemon -ProcessId 1", "StopBPLogDaemonCommand")]
    public void A_daemon_that_does_not_run_is_a_clear_error(string command, string cmdlet) =>
        Assert.Equal($"LogDaemonNotFound,BorderPatrol.Cmdlets.{cmdlet}", _session.Fail(command).FullyQualifiedErrorId);

    [Fact]
    public void What_if_neither_starts_nor_stops()
    {
        Assert.Empty(_session.Run("Start-BPLogDaemon $path -Port 0 -WhatIf", ("path", _folder.File("b.raw"))));
        dynamic daemon = Start();
        _session.Run("$daemon | Stop-BPLogDaemon -WhatIf", ("daemon", daemon));
        Assert.Single(_session.Run("Get-BPLogDaemon $daemon.Port"));
        _session.Run("$daemon | Stop-BPLogDaemon");
    }

    [Fact]
    public void In_the_foreground_the_daemon_ends_with_the_pipeline()
    {
        using var shell = _session.Shell("Start-BPLogDaemon $path -Port 0 -Foreground", ("path", _folder.File("a.raw")));
        using var output = new System.Management.Automation.PSDataCollection<System.Management.Automation.PSObject>();
        using var started = new ManualResetEventSlim();
        output.DataAdded += (_, _) => started.Set();
        var running = shell.BeginInvoke<System.Management.Automation.PSObject, System.Management.Automation.PSObject>(null, output);
        Assert.True(started.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        int process = ((dynamic)output.Single().BaseObject).ProcessId;
        shell.Stop();
        Assert.Throws<System.Management.Automation.PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private object Start() => _session.Run("Start-BPLogDaemon $path -Port 0", ("path", _folder.File("a.raw"))).Single().BaseObject;

    private void Fails(string errorId, string arguments, params (string Name, object? Value)[] variables)
    {
        var error = _session.Fail($"Start-BPLogDaemon $path {arguments}", [("path", _folder.File("a.raw")), .. variables]);
        Assert.Equal($"{errorId},BorderPatrol.Cmdlets.StartBPLogDaemonCommand", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }
}
