using System.Collections.Concurrent;
using System.Data.Common;
using BorderPatrol.Storage.Schema;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>A store in one DuckDB file.</summary>
internal sealed class DuckDbStore : SqlPathStore
{
    // The anchors of stores opened for reading, which give way to a writer of the same process, and their files.
    private static readonly ConcurrentDictionary<DuckDBConnection, string> Readers = new();

    private readonly DuckDbFile _file;

    // While it is open, so is the database, so that a question need not open it.
    private readonly DuckDBConnection _anchor;

    private DuckDbStore(DuckDbFile file, DuckDBConnection anchor)
    {
        _file = file;
        _anchor = anchor;
        if (!file.Writable) Readers[anchor] = file.Path;
    }

    /// <inheritdoc/>
    public override string Location => _file.Path;

    /// <summary>Opens a file; makes it where it is missing and asked for, and upgrades it where it is older.</summary>
    public static DuckDbStore Open(string location, bool create, StoreSchema schema)
    {
        var file = new DuckDbFile(Path.GetFullPath(location), create);
        return DuckDbErrors.Guard(file.Path, () =>
        {
            if (!File.Exists(file.Path)) Create(file, schema);
            return OpenExisting(file, schema);
        });
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Readers.TryRemove(_anchor, out _);
        _anchor.Dispose();
    }

    /// <inheritdoc/>
    protected override DbConnection Connect() => _file.Connect();

    /// <inheritdoc/>
    protected override DbCommand CreateCommand(DbConnection connection)
    {
        var command = (DuckDBCommand)connection.CreateCommand();
        command.UseStreamingMode = true;
        return command;
    }

    /// <inheritdoc/>
    protected override IWriteTransaction BeginWrite(Guid run)
    {
        if (!_file.Writable) throw new InvalidOperationException($"The store {Location} was opened for reading.");
        return DuckDbTransaction.Begin(_file);
    }

    /// <inheritdoc/>
    protected override T Guard<T>(Func<T> ask) => DuckDbErrors.Guard(Location, ask);

    private static void Create(DuckDbFile file, StoreSchema schema)
    {
        if (Directory.Exists(file.Path)) throw DuckDbErrors.NotAStore(file.Path);
        if (!file.Writable) throw DuckDbErrors.NotFound(file.Path);
        if (!Directory.Exists(Path.GetDirectoryName(file.Path))) throw DuckDbErrors.FolderNotFound(file.Path);
        DuckDbSchema.Create(file.Path, schema);
    }

    private static DuckDbStore OpenExisting(DuckDbFile file, StoreSchema schema)
    {
        if (file.Writable) LiftReaders(file.Path);
        var anchor = file.Connect();
        try
        {
            int version = DuckDbSchema.Version(anchor);
            if (version == 0) throw DuckDbErrors.NotAStore(file.Path);
            schema.RefuseNewer(version, file.Path);
            if (file.Writable && DuckDbSchema.IsReadOnly(anchor)) throw DuckDbErrors.Busy(file.Path);
            if (version < schema.Version) anchor = Upgrade(file, anchor, schema);
            return new DuckDbStore(file, anchor);
        }
        catch
        {
            anchor.Dispose();
            throw;
        }
    }

    // DuckDB has a file open once in a process, for reading only or not. Stores that are not being asked just then do not mind:
    // their next question shares the writer's.
    private static void LiftReaders(string path)
    {
        foreach (var (anchor, read) in Readers)
        {
            if (read == path && Readers.TryRemove(anchor, out _)) anchor.Dispose();
        }
    }

    // Also who only wants to read must upgrade, for which the file is opened for writing for a moment.
    private static DuckDBConnection Upgrade(DuckDbFile file, DuckDBConnection anchor, StoreSchema schema)
    {
        if (file.Writable)
        {
            DuckDbSchema.Upgrade(file, anchor, schema);
            return anchor;
        }
        anchor.Dispose();
        OpenExisting(new DuckDbFile(file.Path, writable: true), schema).Dispose();
        return file.Connect();
    }
}
