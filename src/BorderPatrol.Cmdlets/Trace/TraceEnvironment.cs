using System.Globalization;
using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>The variables that make a program traced, as <c>NAME=value</c>, for that program alone.</summary>
internal static class TraceEnvironment
{
    /// <summary>The variables for some options. What is not given is left to the shell's own environment.</summary>
    /// <param name="options">The options.</param>
    /// <param name="fullPath">Makes a path absolute as the shell sees it.</param>
    /// <exception cref="BorderPatrolException">NativePartMissing, ServicesFileInvalid, ProtocolsFileInvalid, AccessDenied.</exception>
    internal static string[] Variables(TraceOptions options, Func<string, string> fullPath)
    {
        string shim = ModuleFolder.Shim;
        string? preloaded = Environment.GetEnvironmentVariable("LD_PRELOAD");
        var variables = new List<string> { "LD_PRELOAD=" + (string.IsNullOrEmpty(preloaded) ? shim : $"{preloaded}:{shim}") };
        void Add(string name, string? value)
        {
            if (value != null) variables.Add($"{name}={value}");
        }

        var target = Target(options, fullPath);
        Add("LIBBTRACE_HOST", target.Host);
        Add("LIBBTRACE_PORT", target.Port);
        Add("LIBBTRACE_SECRET_FILE", ReadableFile(FullPath(options, "SecretFile", fullPath)));
        Add("LIBBTRACE_SERVICES", ServicesFile.Checked(FullPath(options, "ServicesFile", fullPath)));
        Add("LIBBTRACE_PROTOCOLS", ProtocolsFile.Checked(FullPath(options, "ProtocolsFile", fullPath)));
        Add("LIBBTRACE_SPOOL", target.Spool);
        Add("LIBBTRACE_TEXT", Number(options, "TextLimit", 0, 1 << 20));
        Add("LIBBTRACE_ISOLATION", Isolation(options["Isolation"]?.ToString()));
        Add("LIBBTRACE_REDACT", options["NoRedact"] is true ? "0" : null);
        return [.. variables];
    }

    /// <summary>Where the options say that programs are traced to.</summary>
    /// <param name="options">The options.</param>
    /// <param name="fullPath">Makes a path absolute as the shell sees it.</param>
    internal static TraceTarget Target(TraceOptions options, Func<string, string> fullPath) =>
        TraceTarget.Of(options["HostName"]?.ToString(), Number(options, "Port", 1, 65535), FullPath(options, "Spool", fullPath));

    private static string? FullPath(TraceOptions options, string name, Func<string, string> fullPath) =>
        options[name] is { } path ? fullPath(LanguagePrimitives.ConvertTo<string>(path)) : null;

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
        "NONE" => "none",
        "READS" => "reads",
        "FULL" => "full",
        _ => throw new PSArgumentException($"-Isolation is 'none', 'reads' or 'full', not '{level}'."),
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
