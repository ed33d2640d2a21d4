using System.Globalization;

namespace BorderPatrol.Cmdlets;

/// <summary>The log daemons that run on this machine, as the kernel lists them: there is no other record of them that could be out of date.</summary>
internal static class LogDaemons
{
    private const string Program = "bplogd";
    private const int StateField = 0;
    private const int StartField = 19;

    /// <summary>All of them that this user may see, oldest first.</summary>
    internal static IReadOnlyList<BPLogDaemon> Running() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? Find(id) : null)
            .OfType<BPLogDaemon>()
            .OrderBy(daemon => daemon.Started),
    ];

    /// <summary>What is known of a daemon that has just said where it listens.</summary>
    internal static BPLogDaemon Describe(int processId, int port, string address, string path) => new()
    {
        ProcessId = processId,
        Port = port,
        Address = address,
        Path = path,
        Started = StartTicks(processId) is { } ticks ? BootTime.At(ticks) : DateTimeOffset.Now,
    };

    /// <summary>Whether it still runs: the process is there, is no zombie and is not another one with the same id.</summary>
    internal static bool IsRunning(BPLogDaemon daemon) =>
        StartTicks(daemon.ProcessId) is { } ticks && (BootTime.At(ticks) - daemon.Started).Duration() < TimeSpan.FromSeconds(1);

    private static BPLogDaemon? Find(int processId)
    {
        string folder = $"/proc/{processId}";
        if (ProcFile.Read($"{folder}/comm")?.Trim() != Program) return null;
        string[] arguments = ProcFile.Read($"{folder}/cmdline")?.Split('\0') ?? [];
        if (arguments.Length < 3 || !int.TryParse(arguments[1], CultureInfo.InvariantCulture, out int port)) return null;
        var listener = ListeningSocket.Of(processId) ?? new ListeningSocket("127.0.0.1", port);
        string path = System.IO.Path.Combine(ProcFile.LinkTarget($"{folder}/cwd") ?? "/", arguments[2]);
        return StartTicks(processId) == null ? null : Describe(processId, listener.Port, listener.Address, path);
    }

    // Field 22 of stat, counted behind the name, which may itself hold spaces and brackets.
    private static long? StartTicks(int processId)
    {
        string? stat = ProcFile.Read($"/proc/{processId}/stat");
        string[]? fields = stat?[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields == null || fields[StateField] is "Z" or "X" ? null : long.Parse(fields[StartField], CultureInfo.InvariantCulture);
    }
}
