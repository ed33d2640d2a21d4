using BorderPatrol.Storage.Schema;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>The tables in a DuckDB file.</summary>
internal static class DuckDbSchema
{
    /// <summary>Makes a store where there is no file. The file gets its name when it is complete, so that a store is there whole or not at all.</summary>
    public static void Create(string path, StoreSchema schema)
    {
        var nascent = new DuckDbFile($"{path}.{Guid.NewGuid():N}.new", writable: true);
        try
        {
            using (var connection = nascent.Connect())
            {
                nascent.MakePrivate();
                Upgrade(nascent, connection, schema);
            }
            File.Move(nascent.Path, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster; its store is as good.
        }
        finally
        {
            File.Delete(nascent.Path);
        }
    }

    /// <summary>The version of the tables; 0 when there are none.</summary>
    public static int Version(DuckDBConnection connection)
    {
        bool any = Scalar(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'borderpatrol_version'") is > 0L;
        return any ? (int)Scalar(connection, "SELECT max(version) FROM borderpatrol_version") : 0;
    }

    /// <summary>Leads the tables to the newest version, all at once.</summary>
    public static void Upgrade(DuckDbFile file, DuckDBConnection connection, StoreSchema schema)
    {
        using var transaction = connection.BeginTransaction();
        schema.Upgrade(Version(connection), sql => Execute(connection, sql), step => step.Tables);
        file.Commit(transaction);
    }

    /// <summary>Whether the file is open for reading only, also by a question of the same process that is still being answered.</summary>
    public static bool IsReadOnly(DuckDBConnection connection) =>
        (bool)Scalar(connection, "SELECT readonly FROM duckdb_databases() WHERE database_name = current_database()");

    private static object Scalar(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
