using System.Runtime.Versioning;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>A DuckDB file and how it is opened.</summary>
/// <param name="path">Its full path.</param>
/// <param name="writable">False opens it for reading, which other processes may do at the same time.</param>
internal sealed class DuckDbFile(string path, bool writable)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _connectionString = ConnectionString(path, writable);

    /// <summary>Its full path.</summary>
    public string Path => path;

    /// <summary>Whether it is opened for writing.</summary>
    public bool Writable => writable;

    private string Log => $"{path}.wal";

    // Where DuckDB puts what memory does not hold.
    private string Overflow => $"{path}.tmp";

    /// <summary>Opens a connection. The first one of the process opens the file, the last one to be closed closes it.</summary>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Withdraws the file from other users.</summary>
    public void MakePrivate()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Commits. DuckDB would make its write-ahead log readable for all; so the log is made here before, and removed when it was not needed.</summary>
    public void Commit(DuckDBTransaction transaction)
    {
        if (!OperatingSystem.IsWindows()) MakePrivateLog();
        transaction.Commit();
        if (new FileInfo(Log) is { Exists: true, Length: 0 } unused) unused.Delete();
    }

    /// <summary>
    /// Makes the folder for what memory does not hold, for the owner alone, before DuckDB makes it readable for all. There may be one that a killed
    /// import has left.
    /// </summary>
    public void MakeOverflow()
    {
        if (Directory.Exists(Overflow)) Directory.Delete(Overflow, recursive: true);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Overflow);
        else Directory.CreateDirectory(Overflow, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Removes that folder.</summary>
    public void RemoveOverflow()
    {
        try
        {
            Directory.Delete(Overflow);
        }
        catch (IOException)
        {
            // A question whose answer is still being read has something in it; the next import removes it.
        }
    }

    // An import needs no cache, for which DuckDB would take four fifths of the machine's memory. Nothing is fetched from the network.
    private static string ConnectionString(string path, bool writable)
    {
        var settings = new DuckDBConnectionStringBuilder
        {
            ["DataSource"] = path,
            ["ACCESS_MODE"] = writable ? "READ_WRITE" : "READ_ONLY",
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
        };
        if (writable) settings["memory_limit"] = "512MiB";
        return settings.ConnectionString;
    }

    [UnsupportedOSPlatform("windows")]
    private void MakePrivateLog() => new FileStream(
        Log,
        new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();
}
