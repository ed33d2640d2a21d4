using BorderPatrol.Storage.Schema;
using Npgsql;

namespace BorderPatrol.Storage.Postgres;

/// <summary>The tables in a PostgreSQL database: they lie in a schema of their own, so that they may share a database with others.</summary>
internal static class PostgresSchema
{
    /// <summary>The schema that the tables lie in.</summary>
    public const string Name = "borderpatrol";

    // Any number that no one else is likely to lock.
    private const long UpgradeLock = 0x426f7264_65725061;

    /// <summary>The version of the tables; 0 when there are none.</summary>
    public static int Version(NpgsqlConnection connection)
    {
        bool any = Scalar(connection, $"SELECT to_regclass('{Name}.borderpatrol_version') IS NOT NULL") is true;
        return any ? (int)Scalar(connection, "SELECT max(version) FROM borderpatrol_version") : 0;
    }

    /// <summary>Leads the tables to the newest version, all at once. Of two processes that do so the second finds it done.</summary>
    public static void Upgrade(NpgsqlConnection connection, StoreSchema schema)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({UpgradeLock})");
        if (Scalar(connection, $"SELECT to_regnamespace('{Name}') IS NULL") is true) Execute(connection, $"CREATE SCHEMA {Name}");
        schema.Upgrade(Version(connection), sql => Execute(connection, sql), step => step.Tables + step.PostgresKeys);
        transaction.Commit();
    }

    private static object Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
