using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that ask PostgreSQL in all ways of its protocol, by psycopg 3, and by psql, pgbench and PHP, in clear and in TLS; and that follow what is written there.</summary>
public class PostgresTests
{
    private const int Library = 64, Program = 32, Followers = 32;

    private static readonly string[] OfProgram =
    [
        "simple SELECT OK",
        "listen LISTEN OK",
        "notify NOTIFY OK",
        "out COPY OK",
        "in COPY OK",
        "extended SELECT OK",
        "pipeline SELECT OK",
        "php SELECT OK",
    ];

    private static readonly string[] Connecting = ["SSLREQUEST", "STARTUP", "LISTEN"];

    private static readonly string[] FollowsByLibrary = ["CREATE OK", "INSERT OK", "START OK"];

    // Once to make its slot, once to follow until it is told what was written, once to take the slot away.
    private static readonly string[] FollowsByProgram =
    [
        .. OfFollower, "CREATE OK",
        "SSLREQUEST OK", "STARTUP OK", "INSERT OK", "SELECT OK",
        .. OfFollower, "START OK", "COPYDATA OK",
        .. OfFollower, "DROP OK",
    ];

    private static string[] OfFollower => ["SSLREQUEST OK", "STARTUP OK", "SELECT OK", "SHOW OK", "IDENTIFY OK"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_statement_belongs_to_its_request(bool encrypted)
    {
        Require.Program("psql");
        Require.Program("pgbench");
        Require.That(Command.Run("php", "-r", "exit(extension_loaded('pgsql') ? 0 : 1);").ExitCode == 0, "php8.2-pgsql is not installed");
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/psycopg"), "python3-psycopg is not installed");
        Database? database = null;
        using var front = new Front("postgresql", 5432, (_, machine, traced) => (database = new Database(machine, encrypted)).Foreground(traced));
        using var end = database;
        var paths = await front.RunAsync(Library, Program);

        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"r{number:D4}";
            var path = Assert.Single(paths[tag]);
            Assert.Equal(number < Library ? OfLibrary(tag) : OfProgram, path.Spans.Where(span => span.Text.Contains($"/* tag={tag} ", StringComparison.Ordinal)).Select(Describe));
            Assert.Equal((BPCertainty.Proven, ""), (path.Request.Certainty, path.Request.Reasons));
            if (number < Library) continue;
            // psql, which fails with GSSAPI and connects anew, and pgbench with the one connection to look and the one to work; PHP, which loads libpq deeply.
            Assert.Equal(["GSSENCREQUEST", "SSLREQUEST", "STARTUP", "SSLREQUEST", "STARTUP", "SSLREQUEST", "STARTUP", "STARTUP"], path.Spans.Select(span => span.Operation).Where(operation => operation is "GSSENCREQUEST" or "SSLREQUEST" or "STARTUP"));
        }
    }

    [Fact]
    public async Task Every_command_of_replication_belongs_to_its_request()
    {
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/psycopg2"), "python3-psycopg2 is not installed");
        Require.That(Directory.Exists("/usr/lib/python3/dist-packages/psycopg"), "python3-psycopg is not installed");
        Database? database = null;
        using var front = new Front("replication", 5432, (_, machine, traced) =>
            (database = new Database(machine, settings: ["wal_level=logical", "max_replication_slots=64", "max_wal_senders=64"])).Foreground(traced));
        using var end = database;
        var paths = await front.RunAsync(Followers, Followers);
        for (int number = 0; number < 2 * Followers; number++)
        {
            string tag = $"r{number:D4}";
            var path = Assert.Single(paths[tag]);
            var spans = path.Spans.Where(span => span.Protocol == "postgresql").ToArray();
            // The library's connection for writing stays, so that the first request on it connects.
            string[] found = [.. spans.Where(span => number >= Followers || !Connecting.Contains(span.Operation)).Select(span => $"{span.Operation} {span.Status}")];
            Assert.Equal(number < Followers ? FollowsByLibrary : FollowsByProgram, found);
            Assert.All(spans.Where(span => span.Operation is "CREATE" or "START" or "DROP"), span => Assert.Contains(tag, span.Text, StringComparison.Ordinal));
            Assert.All(spans, span => Assert.Equal(("postgres", "machine-b"), (span.Program, span.Host)));
            Assert.Equal((BPCertainty.Proven, ""), (path.Request.Certainty, path.Request.Reasons));
        }
    }

    private static string[] OfLibrary(string tag) =>
    [
        "simple SELECT OK",
        "extended SELECT OK",
        "pipeline SELECT OK",
        "out COPY OK",
        "in COPY OK",
        "error SELECT ERROR 22012",
        "notify NOTIFY OK",
        .. tag.EndsWith('0') ? (string[])["cancel SELECT ERROR 57014"] : [],
    ];

    // The word behind the tag says which it is.
    private static string Describe(BPSpan span)
    {
        Assert.Equal("postgresql", span.Protocol);
        string[] words = span.Text[span.Text.IndexOf("/* tag=", StringComparison.Ordinal)..].Split(' ');
        return $"{words[2]} {span.Operation} {span.Status}";
    }
}
