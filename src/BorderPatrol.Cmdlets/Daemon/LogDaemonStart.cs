using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BorderPatrol.Cmdlets;

/// <summary>Starts a log daemon in a session of its own, so that neither the end of the shell nor its Ctrl-C reaches it.</summary>
internal sealed partial class LogDaemonStart
{
    // Standard error becomes a file, which outlives the shell; only the first line of standard output is waited for.
    private const string Detached = "log=$1; shift; exec setsid \"$@\" 2>\"$log\" </dev/null";
    private const string Attached = "shift; exec setsid \"$@\" </dev/null";

    /// <summary>Full path of the raw log.</summary>
    internal required string Path { get; init; }

    /// <summary>The port; 0 takes any free one.</summary>
    internal required int Port { get; init; }

    /// <summary>Addresses to listen on; empty means loopback.</summary>
    internal IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Full path of the file with the shared secret, or null.</summary>
    internal string? SecretFile { get; init; }

    /// <summary>Whether its messages come through <see cref="Process.StandardError"/> instead of a file beside the raw log.</summary>
    internal bool Foreground { get; init; }

    private string MessageFile => MessagesOf(Path);

    /// <summary>Where a detached daemon's messages go: beside its raw log.</summary>
    internal static string MessagesOf(string path) => path + ".log";

    /// <summary>Returns once it listens.</summary>
    /// <param name="cancellation">Ends it again while it is starting.</param>
    /// <returns>The daemon and its process, to be disposed.</returns>
    /// <exception cref="BorderPatrolException">It did not start; the id is the daemon's own, for example PortInUse.</exception>
    internal (BPLogDaemon Daemon, Process Process) Start(CancellationToken cancellation)
    {
        if (!Foreground) MakeMessageFile();
        var process = Process.Start(StartInfo())!;
        try
        {
            string? line = process.StandardOutput.ReadLineAsync(cancellation).AsTask().GetAwaiter().GetResult();
            var ready = Ready().Match(line ?? "");
            if (!ready.Success) throw Failure(process);
            return (LogDaemons.Describe(process.Id, int.Parse(ready.Groups["port"].Value, CultureInfo.InvariantCulture), ready.Groups["address"].Value, Path), process);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = Foreground };
        string[] listen = [.. Addresses.SelectMany(address => new[] { "--listen", address })];
        string port = Port.ToString(CultureInfo.InvariantCulture);
        foreach (string argument in (string[])["-c", Foreground ? Attached : Detached, "sh", MessageFile, ModuleFolder.LogDaemon, port, Path, .. listen])
            info.ArgumentList.Add(argument);
        info.Environment.Remove("LD_PRELOAD");
        if (SecretFile != null) info.Environment["LIBBTRACE_SECRET_FILE"] = SecretFile;
        return info;
    }

    // The daemon's last words are "bplogd: ErrorId: sentence. Hint."; whatever else it says is shown as it is.
    private BorderPatrolException Failure(Process process)
    {
        process.WaitForExit();
        string said = (Foreground ? process.StandardError.ReadToEnd() : TakeMessages()).Trim();
        var error = Error().Matches(said).LastOrDefault();
        return error != null && typeof(ErrorIds).GetField(error.Groups["id"].Value) != null
            ? new BorderPatrolException(error.Groups["id"].Value, Sentence(error.Groups["message"].Value), error.Groups["hint"].Value)
            : new BorderPatrolException(
                ErrorIds.LogDaemonFailed,
                $"The log daemon ended with exit code {process.ExitCode}{(said.Length > 0 ? $": {said}" : "")}.",
                $"Run '{ModuleFolder.LogDaemon} {Port} {Path}' to see more.");
    }

    private void MakeMessageFile()
    {
        try
        {
            File.WriteAllText(MessageFile, "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BorderPatrolException(
                ErrorIds.AccessDenied, $"'{Path}' cannot be written: {error.Message}", "Name a file in a folder that exists and where you may write.", error);
        }
    }

    private string TakeMessages()
    {
        string said = File.ReadAllText(MessageFile);
        File.Delete(MessageFile);
        return said;
    }

    private static string Sentence(string said) => char.ToUpperInvariant(said[0]) + said[1..];

    [GeneratedRegex(@"^listening on \[?(?<address>[^\]]+)\]?:(?<port>\d+),")]
    private static partial Regex Ready();

    [GeneratedRegex(@"^bplogd: (?<id>\w+): (?<message>.*?[^.])\. (?<hint>[A-Z].*)$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
