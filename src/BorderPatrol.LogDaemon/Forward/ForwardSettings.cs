namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Where to find records and where to bring them.</summary>
/// <param name="Host">Name or address of the collector's machine.</param>
/// <param name="Port">The collector's port.</param>
/// <param name="Spool">The folder of segments; it need not exist.</param>
/// <param name="Secret">What forwarder and collector share, or null.</param>
internal sealed record ForwardSettings(string Host, int Port, string Spool, Secret? Secret)
{
    internal static ForwardSettings FromEnvironment()
    {
        var host = Read("LIBBTRACE_HOST") ?? SpoolFolder.DefaultHost;
        var port = Read("LIBBTRACE_PORT") ?? SpoolFolder.DefaultPort;
        return new ForwardSettings(host, CommandLine.ParsePort(port), SpoolFolder.Find(Read("LIBBTRACE_SPOOL"), host, port), Secret.FromEnvironment());
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
