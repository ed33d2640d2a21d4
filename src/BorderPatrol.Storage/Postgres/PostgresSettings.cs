using Npgsql;

namespace BorderPatrol.Storage.Postgres;

/// <summary>What a connection string says, with the store's own settings added.</summary>
internal static class PostgresSettings
{
    // An import and a question over a large store take as long as they take; a user's own setting stands behind and wins.
    private const string Defaults = "Host=localhost;Application Name=BorderPatrol;Command Timeout=0;";

    /// <summary>Reads a connection string.</summary>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(Defaults + connectionString) { SearchPath = PostgresSchema.Name };
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // The error underneath may quote a part of the password.
            throw new BorderPatrolException(
                ErrorIds.DatabaseUnreachable,
                "The connection string cannot be read.",
                "Write it as 'Host=server;Port=5432;Database=name;Username=me;Password=secret'; a value that holds a semicolon or a quote goes between quotes.");
        }
    }

    /// <summary>Server and database as shown to users; nothing secret.</summary>
    public static string Location(NpgsqlConnectionStringBuilder settings) =>
        $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username ?? Environment.UserName}";
}
