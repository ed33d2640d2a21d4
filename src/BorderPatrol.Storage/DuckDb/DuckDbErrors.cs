using System.Data.Common;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>DuckDB's errors as the user is to see them. DuckDB tells kinds of failure on opening apart by their text alone.</summary>
internal static class DuckDbErrors
{
    /// <summary>There is no such file.</summary>
    public static BorderPatrolException NotFound(string path) => new(
        ErrorIds.StoreNotFound,
        $"The store {path} does not exist.",
        "Check the path, or make the store by importing a raw log.");

    /// <summary>There is no place to make it.</summary>
    public static BorderPatrolException FolderNotFound(string path) => new(
        ErrorIds.StoreNotFound,
        $"The store {path} cannot be made: its folder does not exist.",
        "Check the path, or make the folder first.");

    /// <summary>The file is something else.</summary>
    public static BorderPatrolException NotAStore(string path, Exception? cause = null) => new(
        ErrorIds.NotAStore,
        $"{path} is not a BorderPatrol store.",
        "Name a file that an import has made, or a path where no file is yet.",
        cause);

    /// <summary>Somebody else has it.</summary>
    public static BorderPatrolException Busy(string path, string holder = "", Exception? cause = null) => new(
        ErrorIds.StoreBusy,
        $"The store {path} is in use{holder}.",
        "A store in a file is written by one import at a time, and not while it is read; try again when the other has ended, or use another store.",
        cause);

    /// <summary>Does something with the store, with the errors of DuckDB and of the file system translated.</summary>
    public static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UnauthorizedAccessException error)
        {
            throw Denied(path, error);
        }
        catch (Exception error) when (error is DbException or IOException)
        {
            throw Translate(error.Message, path, error);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static void Guard(string path, Action work) => Guard(path, () =>
    {
        work();
        return true;
    });

    /// <summary>Any error by DuckDB's own words.</summary>
    public static BorderPatrolException Translate(string text, string path, Exception? error = null)
    {
        if (Says("Could not set lock") || Says("read-only mode!")) return Busy(path, Holder(text), error);
        if (Says("not a valid DuckDB database") || Says("Is a directory")) return NotAStore(path, error);
        if (Says("Permission denied") || Says("Read-only file system")) return Denied(path, error);
        if (Says("Trying to read a database file with version number")) return Newer(path, error);
        return new BorderPatrolException(
            ErrorIds.StoreFailed,
            $"The store {path} could not be read or written: {FirstLine(text)}",
            "Check that the disk is not full. If the file is damaged, delete it and import the raw log again.",
            error);

        bool Says(string words) => text.Contains(words, StringComparison.Ordinal);
    }

    private static BorderPatrolException Denied(string path, Exception? error) => new(
        ErrorIds.AccessDenied,
        $"The store {path} cannot be opened: permission denied.",
        "Check the permissions of the file and its folder, or name another path.",
        error);

    private static BorderPatrolException Newer(string path, Exception? error) => new(
        ErrorIds.StoreNewerVersion,
        $"The store {path} was written in a newer version of DuckDB's format.",
        "Use the newer BorderPatrol, or import the raw log into another store.",
        error);

    private static string FirstLine(string text) => text.Split('\n')[0];

    // DuckDB: "Conflicting lock is held in /usr/bin/dotnet (PID 4711)."
    private static string Holder(string text)
    {
        int begin = text.IndexOf("(PID ", StringComparison.Ordinal);
        int end = begin < 0 ? -1 : text.IndexOf(')', begin);
        return end < 0 ? "" : $" by process {text[(begin + 5)..end]}";
    }
}
