using BorderPatrol.EndToEnd.Benchmark;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;
using Xunit.Sdk;

// dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release [-- calls nginx apache threetier pgbench redis script analyzer commands]
// Measures everything, or what is named, and writes tests/benchmarks/RESULTS.md. Needs root, wrk, the servers and a quiet machine; each name takes some
// two minutes, commands half an hour. Exit code 1 says that something could not be measured for want of a program, which is named.
var results = new Results(Path.Combine(Repository.Root, "tests/benchmarks/RESULTS.md"));
int exitCode = 0;
Measure("calls", () => CallsBenchmark.Run(results, "One call"));
MeasureSite("nginx", () => new NginxSite());
MeasureSite("apache", () => new ApacheSite());
MeasureSite("threetier", () => new ThreeTierSite());
MeasureSite("pgbench", () => new PgbenchSite());
MeasureSite("redis", () => new RedisSite());
Measure("script", () => results.Say("Apache (prefork), shell script with psql, PostgreSQL, 8 clients, requests/s", ServerBenchmark.Script()));
Measure("analyzer", () =>
{
    using var folder = new Folder();
    results.Say("Analyzer on one processor, events/s", AnalyzerBenchmark.EventsPerSecond(ServerBenchmark.Record(folder)));
});
Measure("commands", () => CommandsBenchmark.Run(results));
return exitCode;

void Measure(string name, Action measure)
{
    if (args.Length > 0 && !args.Contains(name)) return;
    try
    {
        measure();
    }
    catch (SkipException missing)
    {
        Console.Error.WriteLine($"{name}: not measured, {Require.ReasonOf(missing)}");
        exitCode = 1;
    }
}

void MeasureSite(string name, Func<LoadedSite> open) => Measure(name, () =>
{
    using var site = open();
    var (rate, middle, slow) = site.Measure();
    results.Say($"{site.Name}, requests/s", rate);
    results.Say($"{site.Name}, ms, 50 of 100", middle);
    results.Say($"{site.Name}, ms, 99 of 100", slow);
});
