using BorderPatrol.Testing;

namespace BorderPatrol.Storage.Tests;

public class PostgresServerTests
{
    [Fact]
    public void A_server_starts_answers_stops_and_leaves_nothing()
    {
        string folder;
        using (var server = PostgresServer.Start(new PostgresOptions { Settings = ["max_connections = 17"] }))
        {
            folder = server.Folder;
            Assert.Equal("17", server.Execute("SHOW max_connections"));
            Assert.Equal("2", server.Execute("SELECT 1 + 1"));
            server.Stop();
            Assert.Contains("database system is shut down", server.Log, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_setting_that_the_server_refuses_is_told_with_its_words()
    {
        var error = Assert.Throws<InvalidOperationException>(() => PostgresServer.Start(new PostgresOptions { Settings = ["max_connections = none"] }));
        Assert.Contains("max_connections", error.Message, StringComparison.Ordinal);
    }
}
