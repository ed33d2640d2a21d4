using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged pages from three web servers through FastCGI, uwsgi and SCGI: every path holds its own gateway's request and its own queries, in order.</summary>
public class GatewayTests
{
    private const int Pages = 96, Concurrency = 32;

    private static readonly string[] Names = ["one", "two", "three", "four"];

    private static readonly (int Port, string Front, string Page, string Protocol, string Gateway)[] Ways =
    [
        (8080, "nginx", "/site.php", "fastcgi", "php-fpm8.2"),
        (8081, "apache2", "/site.php", "fastcgi", "php-fpm8.2"),
        (8082, "lighttpd", "/site.php", "fastcgi", "php-fpm8.2"),
        (8080, "nginx", "/uwsgi", "uwsgi", "uwsgi-core"),
        (8081, "apache2", "/uwsgi", "uwsgi", "uwsgi-core"),
        (8080, "nginx", "/scgi", "scgi", "uwsgi-core"),
        (8081, "apache2", "/scgi", "scgi", "uwsgi-core"),
        (8082, "lighttpd", "/scgi", "scgi", "uwsgi-core"),
    ];

    [Fact]
    public async Task Every_page_has_exactly_its_own_queries()
    {
        Require.Root();
        foreach (string program in (string[])["nginx", "apache2", "lighttpd", "php-fpm8.2", "uwsgi", "mariadbd", "mariadb-install-db"]) Require.Program(program);
        foreach (string package in (string[])["pymysql", "MySQLdb"]) Require.That(Directory.Exists($"/usr/lib/python3/dist-packages/{package}"), $"Python's {package} is not installed");
        using var site = new GatewaySite();
        using (var client = site.OpenClient())
        {
            await Parallel.ForAsync(0, Ways.Length * Pages, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (number, _) =>
            {
                var way = Ways[number / Pages];
                string answer = await client.DescribeAsync(HttpMethod.Get, site.At(way.Port, $"{way.Page}?tag={Tag(number)}&steps={Steps(number)}"));
                Assert.Contains($" OK {string.Join(' ', Names.Take(Steps(number))).Length} ", answer, StringComparison.Ordinal);
            });
        }

        var paths = site.End().ToLookup(path => path.Tagged[0].Tag);
        string[] wrong = [.. Enumerable.Range(0, Ways.Length * Pages).Select(number => Fault(paths[Tag(number)], number)).OfType<string>()];
        Assert.True(wrong.Length == 0, $"{Ways.Length * Pages - wrong.Length} of {Ways.Length * Pages} paths are exact\n{string.Join('\n', wrong)}");
    }

    private static string Describe(TracedPath path) => string.Join(", ", path.Spans.Select(span => $"{span.Depth} {span.Protocol} {span.Program} {span.Operation} {span.Status}"));

    private static int Steps(int number) => 1 + number % 4;

    private static string Tag(int number) => $"r{number:D4}";

    private static string? Fault(IEnumerable<TracedPath> paths, int number)
    {
        if (paths.ToArray() is not [var path]) return $"{Tag(number)} has {paths.Count()} paths:\n {string.Join("\n ", paths.Select(Describe))}";
        string expected = string.Join(", ", Expected(number));
        string found = Describe(path);
        if (path.Tagged.FirstOrDefault(pair => pair.Tag != Tag(number)) is (not null, _) other) return $"{Tag(number)} is {path.Request.Certainty} and has a message of {other.Tag}";
        if (expected != found) return $"{Tag(number)} is {found}\n instead of {expected}";
        return path.Request.Certainty == BPCertainty.Proven || MayBeTwo(path, number) ? null : $"{Tag(number)} is {path.Request.Certainty}: {string.Join(' ', path.Request.Reasons)}";
    }

    // nginx opens a connection for a request and writes to it later. Whose it was is proven by the reply that led to the answer, unless it was told of
    // other descriptors at the same time, which lighttpd, traced with full isolation, never is.
    private static bool MayBeTwo(TracedPath path, int number) =>
        Ways[number / Pages].Front == "nginx" && path.Request is { Certainty: BPCertainty.Inferred, Reasons: "asked first over a connection that was opened for it" };

    private static IEnumerable<string> Expected(int number)
    {
        var way = Ways[number / Pages];
        yield return $"0 http {way.Front} GET 200";
        yield return $"1 {way.Protocol} {way.Gateway} GET 200";
        yield return "2 mysql mariadbd LOGIN OK";
        if (way.Protocol != "fastcgi") yield return "2 mysql mariadbd SET OK"; // of autocommit
        bool prepares = way.Protocol == "fastcgi" && Steps(number) % 2 == 0;
        for (int step = Steps(number); step > 0; step--)
        {
            if (prepares) yield return "2 mysql mariadbd PREPARE OK";
            yield return "2 mysql mariadbd SELECT OK";
        }
    }
}
