namespace BorderPatrol.Cmdlets;

/// <summary>Reads /proc, where everything may be gone the next moment or belong to someone else.</summary>
internal static class ProcFile
{
    /// <summary>A file's text, or null.</summary>
    internal static string? Read(string path) => Try(() => File.ReadAllText(path));

    /// <summary>Where a link points, or null.</summary>
    internal static string? LinkTarget(string path) => Try(() => new FileInfo(path).LinkTarget);

    /// <summary>The entries of a folder; none when it cannot be read.</summary>
    internal static IReadOnlyList<string> Entries(string path) => Try(() => Directory.GetFileSystemEntries(path)) ?? [];

    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
