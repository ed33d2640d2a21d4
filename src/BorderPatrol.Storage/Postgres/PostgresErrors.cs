using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace BorderPatrol.Storage.Postgres;

/// <summary>PostgreSQL's errors as the user is to see them. The codes are those of https://www.postgresql.org/docs/15/errcodes-appendix.html.</summary>
internal static class PostgresErrors
{
    /// <summary>The database has no tables of ours.</summary>
    public static BorderPatrolException NotFound(string location) => new(
        ErrorIds.StoreNotFound,
        $"The database {location} holds no BorderPatrol store.",
        "Check the name of the database, or make the store by importing a raw log.");

    /// <summary>Another process writes the same run.</summary>
    public static BorderPatrolException Busy(string location, Guid run) => new(
        ErrorIds.StoreBusy,
        $"Run {RunKey.Format(run)} is being imported into {location} by another process.",
        "Wait until that has ended: the run is in the store then.");

    /// <summary>Does something with the database, with its errors translated.</summary>
    public static T Guard<T>(string location, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException error)
        {
            throw Translate(error, location);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static void Guard(string location, Action work) => Guard(location, () =>
    {
        work();
        return true;
    });

    private static BorderPatrolException Translate(DbException error, string location) => error switch
    {
        PostgresException refusal => Refused(refusal, location),
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => Unreachable(
            location, "the server's name is not known", "Check Host in the connection string.", error),
        { InnerException: SocketException or TimeoutException or IOException } => Unreachable(
            location, error.InnerException.Message, "Check that the server runs, that Host and Port are right, and that it listens beyond its own machine.", error),
        _ when error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => Unreachable(
            location, "it asks for a password", "Add Password to the connection string, or set PGPASSWORD or PGPASSFILE.", error),
        _ => Unreachable(location, error.Message, "Check that it is a PostgreSQL server and that Host and Port are right.", error),
    };

    private static BorderPatrolException Refused(PostgresException error, string location) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => Unreachable(
            location, error.MessageText, "Check Username and Password in the connection string.", error),
        PostgresErrorCodes.InvalidAuthorizationSpecification => Unreachable(
            location, error.MessageText, "Check Username in the connection string, and that the server's pg_hba.conf lets it in.", error),
        PostgresErrorCodes.InvalidCatalogName => Unreachable(
            location, error.MessageText, "Make the database first, for example with 'createdb NAME', or correct Database in the connection string.", error),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => Unreachable(
            location, error.MessageText, "Try again when the server has started or is less busy.", error),
        PostgresErrorCodes.InsufficientPrivilege => new BorderPatrolException(
            ErrorIds.AccessDenied,
            $"The database {location} refuses: {error.MessageText}.",
            $"Let its owner run 'CREATE SCHEMA {PostgresSchema.Name} AUTHORIZATION user', or grant rights on that schema and its tables.",
            error),
        _ => new BorderPatrolException(
            ErrorIds.StoreFailed,
            $"The store {location} could not be read or written: {error.MessageText} ({error.SqlState}).",
            "Look into the server's log; the disk may be full or the database's encoding other than UTF8.",
            error),
    };

    private static BorderPatrolException Unreachable(string location, string reason, string hint, DbException error) =>
        new(ErrorIds.DatabaseUnreachable, $"The database {location} cannot be used: {reason}.", hint, error);
}
