using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using BorderPatrol.Testing;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>The built bplogd at work.</summary>
internal sealed partial class DaemonProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Starts a program.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">NAME=value.</param>
    internal DaemonProcess(IReadOnlyList<string> command, params string[] environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LIBBTRACE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var setting in environment) start.Environment[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything it has said.</summary>
    internal string Output => string.Join('\n', _lines);

    /// <summary>Where the collector listens, once it does.</summary>
    internal int Port { get; private set; }

    internal int Id => _process.Id;

    internal bool HasEnded => _process.HasExited;

    /// <summary>Starts a collector and waits until it is ready.</summary>
    internal static DaemonProcess Collect(string rawLog, int port = 0, string[]? environment = null, string[]? options = null, string[]? prefix = null)
    {
        var daemon = new DaemonProcess([.. prefix ?? [], Repository.LogDaemon, $"{port}", rawLog, .. options ?? []], environment ?? []);
        Eventually.Holds(() => daemon.HasEnded || daemon.Output.Contains("listening on", StringComparison.Ordinal), "the collector does not get ready");
        daemon.Port = int.Parse(ListeningOn().Match(daemon.Output).Groups[1].Value, null);
        return daemon;
    }

    /// <summary>Starts a forwarder.</summary>
    internal static DaemonProcess Forward(string spool, int port, params string[] environment) =>
        new([Repository.LogDaemon, "forward"], [$"LIBBTRACE_SPOOL={spool}", $"LIBBTRACE_PORT={port}", .. environment]);

    /// <summary>Runs bplogd to its end.</summary>
    internal static (int ExitCode, string Output) Run(IReadOnlyList<string> arguments, params string[] environment)
    {
        using var daemon = new DaemonProcess([Repository.LogDaemon, .. arguments], environment);
        return (daemon.WaitForEnd(), daemon.Output);
    }

    /// <summary>Waits until it has said something.</summary>
    internal void Says(string text) => Eventually.Holds(() => Output.Contains(text, StringComparison.Ordinal), () => $"bplogd does not say '{text}' but '{Output}'");

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    internal int WaitForEnd()
    {
        Eventually.Holds(() => _process.HasExited, "bplogd does not end");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    internal int End(string signal)
    {
        Signal(signal);
        return WaitForEnd();
    }

    internal void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null) _lines.Enqueue(line.Data);
    }

    [GeneratedRegex(@"listening on \S+:(\d+), writing /")]
    private static partial Regex ListeningOn();
}
