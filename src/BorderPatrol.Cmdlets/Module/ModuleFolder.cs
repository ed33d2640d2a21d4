namespace BorderPatrol.Cmdlets;

/// <summary>The folder that the module was loaded from, and the programs that it ships.</summary>
internal static class ModuleFolder
{
    /// <summary>Its full path.</summary>
    internal static string Path { get; } = System.IO.Path.GetDirectoryName(typeof(ModuleFolder).Assembly.Location)!;

    /// <summary>The log daemon.</summary>
    internal static string LogDaemon => Part("bplogd");

    /// <summary>The shim, or the file that <c>LIBBTRACE_PATH</c> names.</summary>
    internal static string Shim =>
        Environment.GetEnvironmentVariable("LIBBTRACE_PATH") is { Length: > 0 } named ? Existing(named) : Part("libbtrace.so");

    private static string Part(string name) => Existing(System.IO.Path.Combine(Path, name));

    private static string Existing(string file) => File.Exists(file)
        ? file
        : throw new BorderPatrolException(
            ErrorIds.NativePartMissing,
            $"'{file}' does not exist.",
            "Build the module again with 'dotnet build', and leave its files together when you copy it.");
}
