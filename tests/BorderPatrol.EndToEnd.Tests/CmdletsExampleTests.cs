using System.Text.Json;
using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>The README's example with the cmdlets, from the log daemon's start to the paths, in shells of their own on both machines.</summary>
public class CmdletsExampleTests
{
    private const int Requests = 1000;

    [Fact]
    public async Task Cmdlets_find_one_path_for_every_request()
    {
        using var shop = new Shop("prefork");
        string secret = shop.Tracing.SecretFile;
        Bpsh.Run(shop.Lan.B, shop.Tracing.Shim, $"""
            Start-BPLogDaemon {shop.RawLog} -ListenAddress {shop.Lan.B.Address}, 127.0.0.1 -SecretFile {secret}
            Invoke-BPTraced -SecretFile {secret} {Bpsh.Quote(shop.Database.StartCommand)}
            """);
        Bpsh.Run(
            shop.Lan.A,
            shop.Tracing.Shim,
            $"Invoke-BPTraced -HostName {shop.Lan.B.Address} -SecretFile {secret} -ServicesFile {shop.Tracing.ServicesFile} {Bpsh.Quote(shop.Web.StartCommand)}");
        var answers = await shop.LoadAsync("shop.sh", Requests, concurrency: 16);
        shop.Close();
        Bpsh.Run(shop.Lan.B, shop.Tracing.Shim, $"Stop-BPLogDaemon; Import-BPRawLog {shop.RawLog}");

        var report = new AccuracyReport(ReadPaths(shop), shop.Truths(answers, "SSLREQUEST", "STARTUP"));
        Assert.True(report.Exact == Requests, report.ToString());
    }

    private static TracedPath[] ReadPaths(Shop shop)
    {
        Bpsh.Run(shop.Lan.B, shop.Tracing.Shim, $$"""
            function Write-Json($Name, $Objects) {
                [IO.File]::WriteAllLines($Name, [string[]]@($Objects | ForEach-Object {
                    $object = $_.PSObject.BaseObject
                    [Text.Json.JsonSerializer]::Serialize($object, $object.GetType(), [Text.Json.JsonSerializerOptions]::new())
                }))
            }
            Write-Json '{{shop.At("requests.json")}}' (Get-BPRequest -Store '{{shop.At("log.duckdb")}}')
            Write-Json '{{shop.At("spans.json")}}' (Get-BPPath -Store '{{shop.At("log.duckdb")}}')
            """);
        var spans = Read<BPSpan>(shop.At("spans.json")).ToLookup(span => span.RequestId);
        return [.. Read<BPRequest>(shop.At("requests.json")).Select(request => new TracedPath(request, [.. spans[request.Id]]))];
    }

    private static IEnumerable<T> Read<T>(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line)!);
}
