using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>
/// Requests that ask MariaDB in all ways of its protocol: by PyMySQL and by libmariadb from Python, and by its own program, PHP's mysqlnd and libmariadb
/// from Perl, of which the last two prepare their statements in the server. Every second one is in TLS.
/// </summary>
public class MariaDbTests
{
    private const int Library = 64, Program = 32;

    private static readonly string[] OfPyMySql =
    [
        "text SELECT OK",
        "multi SELECT OK",
        "call CALL OK",
        "file LOAD OK",
        "FILEDATA OK",
        "error SELECT ERROR 1146 42S02",
        .. Enumerable.Repeat("ahead SELECT OK", 4),
    ];

    private static readonly string[] OfPythonsLibMariaDb = ["text SELECT OK", "multi SELECT OK", "PING OK"];

    private static readonly string[] OfPrograms =
    [
        "LOGIN OK",
        "text SELECT OK",
        "call CALL OK",
        "file LOAD OK",
        "FILEDATA OK",
        .. OfPhp,
        .. OfPerl,
    ];

    private static string[] OfPhp =>
    [
        "LOGIN OK",
        "prepared PREPARE OK",
        "prepared SELECT OK",
        "prepared SELECT OK",
        "cursor PREPARE OK",
        .. Enumerable.Repeat("cursor SELECT OK", 4), // it fetches each row by itself, and learns that there is no more
        "pieces PREPARE OK",
        "pieces SELECT OK",
        "call PREPARE OK",
        "call CALL OK",
        "SET_OPTION OK",
        "multi SELECT OK",
    ];

    private static string[] OfPerl =>
    [
        "LOGIN OK",
        .. Enumerable.Repeat("SET OK", 4),
        "prepared PREPARE OK",
        "prepared SELECT OK",
        "prepared SELECT OK",
        "call CALL OK",
    ];

    [Fact]
    public async Task Every_statement_belongs_to_its_request()
    {
        RequireClients();
        using var front = new Front("mysql", MariaDb.Port, (folder, machine, traced) => MariaDb.Foreground(folder, machine, traced));
        var paths = await front.RunAsync(Library, Program);

        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"r{number:D4}";
            var path = Assert.Single(paths[tag]);
            var spans = path.Spans.Where(span => span.Protocol == "mysql").ToArray();
            string[] found = [.. spans.Select(span => Describe(span, tag))];
            if (number >= Library) Assert.Equal(OfPrograms, found);
            else IsOfLibraries(found, kills: number % 10 == 0);
            Assert.All(spans, span => Assert.Equal(("mariadbd", "machine-b"), (span.Program, span.Host)));
            Assert.Equal((BPCertainty.Proven, ""), (path.Request.Certainty, path.Request.Reasons));
        }
    }

    private static void RequireClients()
    {
        foreach (string program in (string[])["mariadb", "php", "perl"]) Require.Program(program);
        foreach (string package in (string[])["pymysql", "MySQLdb"]) Require.That(Directory.Exists($"/usr/lib/python3/dist-packages/{package}"), $"Python's {package} is not installed");
        Require.That(Command.Run("php", "-r", "exit(extension_loaded('mysqli') ? 0 : 1);").ExitCode == 0, "PHP's mysqli is not installed");
        Require.That(Command.Run("perl", "-MDBD::MariaDB", "-e1").ExitCode == 0, "libdbd-mariadb-perl is not installed");
    }

    // Connections stay, so that the first request on each logs in. A statement that is killed and the one that kills it are asked at the same time.
    private static void IsOfLibraries(string[] found, bool kills)
    {
        string[] killed = kills ? ["killed SELECT ERROR 1317 70100"] : [], kill = kills ? ["kill BEGIN OK"] : [];
        Assert.Equal(kill, found.Where(one => one.StartsWith("kill ", StringComparison.Ordinal)));
        Assert.Equal([.. OfPyMySql, .. killed, .. OfPythonsLibMariaDb], found.Where(one => one != "LOGIN OK" && !kill.Contains(one)));
    }

    // The word behind the tag says which it is.
    private static string Describe(BPSpan span, string tag)
    {
        int at = span.Text.IndexOf($"/* tag={tag} ", StringComparison.Ordinal);
        return $"{(at < 0 ? "" : span.Text[at..].Split(' ')[2] + " ")}{span.Operation} {span.Status}";
    }
}
