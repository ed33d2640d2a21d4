using BorderPatrol.LogDaemon.Kernel;

namespace BorderPatrol.LogDaemon;

/// <summary>Which folder the shim takes as its spool; the rules are those of native/shim/record/spool.c.</summary>
internal static class SpoolFolder
{
    internal const string DefaultHost = "127.0.0.1";
    internal const string DefaultPort = "7070";

    /// <summary>The folder in use, or the one that the next program will make.</summary>
    /// <param name="spool">LIBBTRACE_SPOOL.</param>
    /// <param name="host">LIBBTRACE_HOST.</param>
    /// <param name="port">LIBBTRACE_PORT.</param>
    internal static string Find(string? spool, string? host, string? port)
    {
        var folder = string.IsNullOrEmpty(spool)
            ? $"/dev/shm/borderpatrol-{Plain(string.IsNullOrEmpty(host) ? DefaultHost : host)}-{Plain(string.IsNullOrEmpty(port) ? DefaultPort : port)}"
            : Path.GetFullPath(spool);
        return IsUsable(folder) ? folder : $"{folder}-{Libc.EffectiveUser()}";
    }

    private static bool IsUsable(string folder) =>
        !Statx.TryOf(folder, out var facts) || (facts.IsFolder && (facts.User == 0 || facts.User == Libc.EffectiveUser()));

    private static string Plain(string name) => string.Create(name.Length, name, (plain, given) =>
    {
        for (var i = 0; i < given.Length; i++) plain[i] = char.IsAsciiLetterOrDigit(given[i]) || given[i] is '.' or '-' ? given[i] : '_';
    });
}
