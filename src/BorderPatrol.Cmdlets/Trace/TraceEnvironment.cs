using System.Globalization;
using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>The variables that make a program traced, as <c>NAME=value</c>, for that program alone.</summary>
internal static class TraceEnvironment
{
    /// <summary>The variables for some options. What is not given is left to the shell's own environment.</summary>
    /// <param name="options">The options.</param>
    /// <param name="fullPath">Makes a path absolute as the shell sees it.</param>
    /// <exception cref="BorderPatrolException">NativePartMissing, ServicesFileInvalid, AccessDenied.</exception>
    internal static string[] Variables(TraceOptions options, Func<string, string> fullPath)
    {
        string shim = ModuleFolder.Shim;
        string? preloaded = Environment.GetEnvironmentVariable("LD_PRELOAD");
        var variables = new List<string> { "LD_PRELOAD=" + (string.IsNullOrEmpty(preloaded) ? shim : $"{preloaded}:{shim}") };
        void Add(string name, string? value)
        {
            if (value != null) variables.Add($"{name}={value}");
        }

        string? File(string option) => options[option] is { } path ? fullPath(LanguagePrimitives.ConvertTo<string>(path)) : null;

        Add("LIBBTRACE_HOST", options["HostName"]?.ToString() ?? Collector("LIBBTRACE_HOST", daemon => daemon.Address));
        Add("LIBBTRACE_PORT", Number(options, "Port", 1, 65535) ?? Collector("LIBBTRACE_PORT", daemon => Text(daemon.Port), options["HostName"]));
        Add("LIBBTRACE_SECRET_FILE", ReadableFile(File("SecretFile")));
        Add("LIBBTRACE_SERVICES", ServicesFile.Checked(File("ServicesFile")));
        Add("LIBBTRACE_SPOOL", File("Spool"));
        Add("LIBBTRACE_TEXT", Number(options, "TextLimit", 0, 1 << 20));
        Add("LIBBTRACE_ISOLATION", Isolation(options["Isolation"]?.ToString()));
        Add("LIBBTRACE_REDACT", options["NoRedact"] is true ? "0" : null);
        return [.. variables];
    }

    // Without -HostName and without the variable, the log daemon that this session started last collects.
    private static string? Collector(string variable, Func<BPLogDaemon, string> of, object? hostGiven = null) =>
        hostGiven == null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) && Session.LogDaemon is { } daemon
            ? of(daemon)
            : null;

    private static string? Number(TraceOptions options, string name, int least, int most)
    {
        if (options[name] is not { } value) return null;
        int number = LanguagePrimitives.ConvertTo<int>(value);
        return number >= least && number <= most
            ? Text(number)
            : throw new PSArgumentException($"-{name} is a number from {Text(least)} to {Text(most)}, not {Text(number)}.");
    }

    private static string? Isolation(string? level) => level?.ToUpperInvariant() switch
    {
        null => null,
        "READS" => "reads",
        "NONE" => "none",
        _ => throw new PSArgumentException($"-Isolation is 'reads' or 'none', not '{level}'."),
    };

    private static string? ReadableFile(string? path)
    {
        if (path == null) return null;
        try
        {
            File.OpenRead(path).Dispose();
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BorderPatrolException(
                ErrorIds.AccessDenied, $"'{path}' cannot be read: {error.Message}", "Name a file that exists and that you may read.", error);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
