using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that ask PostgreSQL in all ways of its protocol, by psycopg 3, and by psql and pgbench, in clear and in TLS.</summary>
public class PostgresTests
{
    private const int Library = 64, Program = 32;

    private static readonly string[] OfProgram =
    [
        "simple SELECT OK",
        "listen LISTEN OK",
        "notify NOTIFY OK",
        "out COPY OK",
        "in COPY OK",
        "extended SELECT OK",
        "pipeline SELECT OK",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_statement_belongs_to_its_request(bool encrypted)
    {
        Require.Program("psql");
        Require.Program("pgbench");
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
            // psql, and pgbench with the one connection to look and the one to work.
            Assert.Equal(["SSLREQUEST", "STARTUP", "SSLREQUEST", "STARTUP", "SSLREQUEST", "STARTUP"], path.Spans.Select(span => span.Operation).Where(operation => operation is "SSLREQUEST" or "STARTUP"));
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
