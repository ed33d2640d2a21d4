using System.Text.RegularExpressions;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Traced servers do what they do untraced.</summary>
public partial class HarmTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string[] Targets = ["/", "/index.html", "/big.html", "/missing.html", "/cgi-bin/big.sh", "/cgi-bin/missing.sh"];

    [Theory]
    [InlineData("prefork")]
    [InlineData("event")]
    public async Task Apache_answers_logs_and_ends_alike(string model)
    {
        using var shop = new Shop(model);
        shop.Web.AddPage("big.html", string.Concat(Enumerable.Repeat("0123456789abcdef\n", 20_000)));
        shop.Web.AddScript("big.sh", "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'; wc -c; seq 1 60000\n");

        using var collector = shop.Collect();

        var untraced = await ObserveAsync(shop, traced: false);
        var traced = await ObserveAsync(shop, traced: true);

        Assert.Equal(untraced, traced);
        Assert.Contains(traced, line => line.StartsWith("GET /big.html OK 340000 ", StringComparison.Ordinal));
    }

    [Fact]
    public void PostgreSQL_keeps_its_files_private_and_starts_again_untraced()
    {
        using var shop = new Shop("prefork");
        using var collector = shop.Collect();
        string data = shop.Database.Data;
        shop.Database.Initialize(shop.Tracing.OnB);
        shop.Database.Start(shop.Tracing.OnB);
        shop.Database.Client(shop.Tracing.OnB, "pgbench", "-i", "-s", "1", "-q").Succeeded();
        shop.Database.Client(shop.Tracing.OnB, "pgbench", "-c", "4", "-j", "2", "-t", "50", "-M", "prepared").Succeeded();
        shop.Database.Stop();

        foreach (string file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)) AssertMode(file, OwnerOnly);
        foreach (string folder in Directory.EnumerateDirectories(data, "*", SearchOption.AllDirectories)) AssertMode(folder, OwnerOnly | UnixFileMode.UserExecute);
        shop.Database.Start();
        var counted = shop.Database.Client([], "psql", "-XAtc", "SELECT (SELECT count(*) FROM pgbench_accounts), (SELECT count(*) FROM pgbench_history)").Succeeded();
        Assert.Equal("100000|200\n", counted.Output);
    }

    [Theory]
    [InlineData("psql", "-XAtc", "SELECT 1")]
    [InlineData("psql", "-Xc", "SELECT nothing")]
    [InlineData("psql", "-X", "-v", "ON_ERROR_STOP=1", "-f", "/dev/stdin")]
    [InlineData("psql", "-X", "sslmode=require")]
    [InlineData("psql", "-X", "port=1")]
    [InlineData("psql", "-Xc", "SELECT repeat('x', 200000)")]
    [InlineData("psql", "-Xc", "\\copy (SELECT generate_series(1, 50000)) TO STDOUT")]
    [InlineData("psql", "-Xc", "\\! exit 3")]
    public void Database_clients_say_and_end_alike(params string[] command)
    {
        using var shop = new Shop("prefork");
        using var collector = shop.Collect();
        shop.Database.Start(shop.Tracing.OnB);

        var untraced = shop.Database.Client([], command);
        var traced = shop.Database.Client(shop.Tracing.OnB, command);

        Assert.Equal(untraced with { Command = "" }, traced with { Command = "" });
    }

    private static async Task<IReadOnlyList<string>> ObserveAsync(Shop shop, bool traced)
    {
        File.Delete(shop.Web.ErrorLog);
        shop.Open(traced);
        var seen = new List<string>();
        foreach (string target in Targets)
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post }) seen.Add(await shop.Client.DescribeAsync(method, target));
        shop.Close();
        seen.AddRange(File.ReadLines(shop.Web.ErrorLog).Select(line => ProcessNumber.Replace(line[(line.IndexOf(']') + 1)..], "#")));
        return seen;
    }

    private static void AssertMode(string path, UnixFileMode mode) => Assert.True(File.GetUnixFileMode(path) == mode, $"{path}: {File.GetUnixFileMode(path)}");

    [GeneratedRegex(@"(?<=\bpid |\btid |\d\.\d:|\.)\d+\b")]
    private static partial Regex ProcessNumber { get; }
}
