using BorderPatrol.LogDaemon.Kernel;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Where to find records and where to bring them.</summary>
/// <param name="Host">Name or address of the collector's machine.</param>
/// <param name="Port">The collector's port.</param>
/// <param name="Spool">The folder of segments; it need not exist.</param>
/// <param name="Secret">What forwarder and collector share, or null.</param>
internal sealed record ForwardSettings(string Host, int Port, string Spool, Secret? Secret)
{
    private const string DefaultHost = "127.0.0.1";
    private const string DefaultPort = "7070";

    internal static ForwardSettings FromEnvironment()
    {
        var host = Read("LIBBTRACE_HOST", DefaultHost);
        var port = CommandLine.ParsePort(Read("LIBBTRACE_PORT", DefaultPort));
        var spool = Read("LIBBTRACE_SPOOL", $"/dev/shm/borderpatrol-{Plain(host)}-{port}");
        return new ForwardSettings(host, port, Usable(Path.GetFullPath(spool)), Secret.FromEnvironment());
    }

    private static string Read(string variable, string otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : otherwise;

    // The rules of the shim: native/shim/record/spool.c.
    private static string Plain(string host) =>
        string.Create(host.Length, host, (plain, name) =>
        {
            for (var i = 0; i < name.Length; i++) plain[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '.' or '-' ? name[i] : '_';
        });

    private static string Usable(string spool)
    {
        var user = Libc.EffectiveUser();
        return !Statx.TryOf(spool, out var facts) || (facts.IsFolder && (facts.User == 0 || facts.User == user)) ? spool : $"{spool}-{user}";
    }
}
