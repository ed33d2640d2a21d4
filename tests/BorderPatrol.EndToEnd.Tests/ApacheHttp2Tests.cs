using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Tagged requests of HTTP/2 to Apache, by two clients: on connections that were upgraded, and through TLS by ALPN.</summary>
public class ApacheHttp2Tests
{
    private const int Fours = 64;
    private const int Ones = 32;

    // Apache may end a connection that has just been upgraded before it reads what else is asked there: its client knows what was answered.
    [Fact]
    public void Each_request_of_an_upgraded_connection_is_one_path()
    {
        using var site = new Site();
        Httpd.Serve(site, "http2", "Protocols h2c http/1.1");
        var answered = Ask(site, "http", "-nus", "--http2");
        Assert.InRange(answered.Count, Ones + (Fours / 4), Ones + Fours);
        Assert.Equal(
            Enumerable.Range(0, Fours + Ones).Select(number => (Number: number, Upgraded: number >= Fours || number % 4 == 0)).Select(one =>
                $"r{one.Number:D4} GET /page {(answered.Contains(one.Number) ? "200 Proven" : " Incomplete")}: apache2 0 {(one.Upgraded ? "http" : "http2")}"),
            site.End().Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_request_in_TLS_is_one_path()
    {
        using var site = new Site();
        Httpd.Serve(site, "http2 ssl socache_shmcb", $"Protocols h2 http/1.1\n{Httpd.Encryption(site)}");
        var answered = Ask(site, "https", "-ns", "--http2");
        Assert.Equal(Fours + Ones, answered.Count);
        Assert.Equal(
            Enumerable.Range(0, Fours + Ones).Select(number => $"r{number:D4} GET /page 200 Proven: apache2 0 http2"),
            site.End().Select(Describe).Order(StringComparer.Ordinal));
    }

    // Four on a connection by one client, one by another; returns what was answered.
    private static HashSet<int> Ask(Site site, string scheme, string nghttp, string curl)
    {
        string Page(int number) => $"{scheme}://{site.A.Address}:{Httpd.Port}/page?tag=r{number:D4}";
        string fours = site.List(Enumerable.Range(0, Fours).Select(Page), together: 4), ones = site.List(Enumerable.Range(Fours, Ones).Select(Page));
        string told = site.C.Run("xargs", "-a", fours, "-P", "16", "-L", "1", Require.Program("nghttp"), nghttp).Succeeded().Output;
        site.C.Run("xargs", "-a", ones, "-P", "32", "-L", "1", Require.Program("curl"), "-sfk", curl).Succeeded();
        return [.. Enumerable.Range(0, Fours + Ones).Where(number => number >= Fours || told.Split('\n').Any(line => line.Contains(" 200 ", StringComparison.Ordinal) && line.EndsWith($"tag=r{number:D4}", StringComparison.Ordinal)))];
    }

    private static string Describe(TracedPath path)
    {
        var span = Assert.Single(path.Spans);
        return $"{path.Tagged[0].Tag} {span.Operation} {span.Route} {span.Status} {path.Request.Certainty}: {span.Service} {span.Depth} {span.Protocol}";
    }
}
