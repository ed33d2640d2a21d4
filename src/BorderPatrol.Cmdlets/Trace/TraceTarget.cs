using System.Globalization;

namespace BorderPatrol.Cmdlets;

/// <summary>Where programs are traced to. What is null is left to the shell's own environment.</summary>
/// <param name="Host">Value of LIBBTRACE_HOST.</param>
/// <param name="Port">Value of LIBBTRACE_PORT.</param>
/// <param name="Spool">Value of LIBBTRACE_SPOOL.</param>
internal sealed record TraceTarget(string? Host, string? Port, string? Spool)
{
    /// <summary>The folder that takes the records of these programs.</summary>
    internal string SpoolFolder => LogDaemon.SpoolFolder.Find(Spool ?? Own("SPOOL"), Host ?? Own("HOST"), Port ?? Own("PORT"));

    /// <summary>What the user gave, else the environment, else the log daemon that this session started last.</summary>
    internal static TraceTarget Of(string? host, string? port, string? spool) => new(
        host ?? Started("HOST", daemon => daemon.Address),
        port ?? (host == null ? Started("PORT", daemon => daemon.Port.ToString(CultureInfo.InvariantCulture)) : null),
        spool);

    private static string? Started(string name, Func<BPLogDaemon, string> of) =>
        Own(name) == null && Session.LogDaemon is { } daemon ? of(daemon) : null;

    private static string? Own(string name) => Environment.GetEnvironmentVariable($"LIBBTRACE_{name}") is { Length: > 0 } value ? value : null;
}
