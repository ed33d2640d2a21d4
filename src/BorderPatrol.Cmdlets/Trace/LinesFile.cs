namespace BorderPatrol.Cmdlets;

/// <summary>A file that the shim reads line by line, passing over what it cannot use, and that is therefore checked before a program starts.</summary>
/// <param name="what">What the file is called, for example "services file".</param>
/// <param name="errorId">The error where it cannot be used.</param>
/// <param name="entries">What its lines are, for example "services".</param>
/// <param name="hint">How to write a line.</param>
internal sealed class LinesFile(string what, string errorId, string entries, string hint)
{
    private const int ShownLines = 5;

    /// <summary>The path, once the file is known to be good; null stays null.</summary>
    /// <param name="path">Full path or null.</param>
    /// <param name="isGood">Whether a line without its comment, which is not blank, can be used.</param>
    /// <exception cref="BorderPatrolException">It cannot be read or has bad lines, which the message numbers.</exception>
    internal string? Checked(string? path, Func<string, bool> isGood)
    {
        if (path == null) return null;
        bool Bad(string line) => line.Split('#', 2)[0] is var content && !string.IsNullOrWhiteSpace(content) && !isGood(content);
        string[] bad = [.. Read(path).Index().Where(line => Bad(line.Item)).Select(line => $"line {line.Index + 1}: '{line.Item.Trim()}'")];
        if (bad.Length == 0) return path;
        string more = bad.Length > ShownLines ? $" and {bad.Length - ShownLines} more" : "";
        throw new BorderPatrolException(errorId, $"The {what} '{path}' has lines that are no {entries}: {string.Join("; ", bad.Take(ShownLines))}{more}.", hint);
    }

    private string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BorderPatrolException(errorId, $"The {what} '{path}' cannot be read: {error.Message}", "Name a file that exists and that you may read.", error);
        }
    }
}
