using System.Net;
using System.Net.Sockets;
using BorderPatrol.Storage.Tests.Stores;
using BorderPatrol.Testing;
using Npgsql;

namespace BorderPatrol.Storage.Tests;

/// <summary>What users are told when the database is not to be had.</summary>
public class PostgresErrorTests
{
    [Fact]
    public void A_server_that_is_down() =>
        AssertUnreachable(Settings(settings => settings.Port = UnusedPort()), "refused", "Check that the server runs");

    [Fact]
    public void A_server_whose_name_is_unknown() =>
        AssertUnreachable(Settings(settings => settings.Host = "no-such-host.invalid"), "name is not known", "Host");

    [Fact]
    public void A_wrong_password() =>
        AssertUnreachable(Settings(settings => settings.Password = "wrong;pass"), "password authentication failed", "Password");

    [Fact]
    public void A_missing_password() =>
        AssertUnreachable(Settings(settings => settings.Password = null), "asks for a password", "PGPASSWORD");

    [Fact]
    public void A_database_that_does_not_exist() =>
        AssertUnreachable(Settings(settings => settings.Database = "nowhere"), "\"nowhere\" does not exist", "createdb");

    [Theory]
    [InlineData("Host=localhost;Password=sec;ret'word")]
    [InlineData("Password=sec;Porrt=ret'word")]
    [InlineData("Port=ret'word")]
    [InlineData("postgresql://me:ret'word@localhost/name?sslmode=require")]
    [InlineData("ret'word")]
    public void A_connection_string_that_is_none(string connectionString) => AssertUnreachable(connectionString, "cannot be read", "Host=");

    [Fact]
    public async Task A_server_of_another_kind()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = AnswerAsWebServer(listener);
        AssertUnreachable(Settings(settings => settings.Port = ((IPEndPoint)listener.LocalEndpoint).Port), "cannot be used", "PostgreSQL server");
        listener.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => served);
    }

    [Fact]
    public void A_server_that_stops_during_an_import()
    {
        using var server = PostgresServer.Start(new PostgresOptions { Password = SharedPostgres.Password });
        using var store = PathStore.OpenPostgres(server.ConnectionString(), create: true);
        using var writer = store.BeginRun(Sample.RunId);
        writer.AddRequest(Sample.Request());
        server.Stop();
        AssertError(ErrorIds.DatabaseUnreachable, () => writer.Commit(Sample.Run()));
        AssertError(ErrorIds.DatabaseUnreachable, () => store.GetRuns());
    }

    [Fact]
    public void A_user_without_rights()
    {
        using var place = new PostgresTestStore();
        string database = new NpgsqlConnectionStringBuilder(place.Place).Database!;
        SharedPostgres.Current.Execute($"CREATE ROLE guest_{database} LOGIN PASSWORD 'guest'");
        string guest = new NpgsqlConnectionStringBuilder(place.Place) { Username = $"guest_{database}", Password = "guest" }.ConnectionString;
        AssertError(ErrorIds.AccessDenied, () => PathStore.OpenPostgres(guest, create: true));
        using (place.Open())
        {
        }
        AssertError(ErrorIds.AccessDenied, () => PathStore.OpenPostgres(guest, create: false));
    }

    [Fact]
    public void A_database_that_cannot_hold_the_texts()
    {
        string database = $"latin_{Guid.NewGuid():N}";
        SharedPostgres.Current.Execute($"CREATE DATABASE {database} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        using var store = PathStore.OpenPostgres(SharedPostgres.Current.ConnectionString(database), create: true);
        using var writer = store.BeginRun(Sample.RunId);
        writer.AddRequest(Sample.Request(route: "/€"));
        var error = AssertError(ErrorIds.StoreFailed, () => writer.Commit(Sample.Run()));
        Assert.Contains("UTF8", error.Hint, StringComparison.Ordinal);
    }

    // Npgsql tries again without encryption, so there is more than one client. It ends when the listener does.
    private static async Task AnswerAsWebServer(TcpListener listener)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }
    }

    private static void AssertUnreachable(string connectionString, string message, string hint)
    {
        var error = AssertError(ErrorIds.DatabaseUnreachable, () => PathStore.OpenPostgres(connectionString, create: true));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("ret'word", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong;pass", error.ToString(), StringComparison.Ordinal);
    }

    private static BorderPatrolException AssertError(string errorId, Action action)
    {
        var error = Assert.Throws<BorderPatrolException>(action);
        Assert.Equal(errorId, error.ErrorId);
        return error;
    }

    private static string Settings(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(SharedPostgres.Current.ConnectionString());
        change(settings);
        return settings.ConnectionString;
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
