using BorderPatrol.EndToEnd.Benchmark;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

// dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release [-- calls pipe nginx apache threetier pgbench redis script analyzer commands]
// Measures everything, or what is named, and writes tests/benchmarks/RESULTS.md. Needs root, wrk, the servers and a quiet machine; each name takes some
// two minutes, commands half an hour.
var results = new Results(Path.Combine(Repository.Root, "tests/benchmarks/RESULTS.md"));
bool Wanted(string name) => args.Length == 0 || args.Contains(name);
if (Wanted("pipe"))
{
    var pairs = PipeBenchmark.Run();
    results.Say("One 64-byte write to a pipe and its read, ns", pairs);
    results.Say("The same beyond untraced, ns", pairs.Difference);
}
if (Wanted("calls")) CallsBenchmark.Run(results, "One call");
void Measure(string name, Func<LoadedSite> open)
{
    if (!Wanted(name)) return;
    using var site = open();
    var (rate, middle, slow) = site.Measure();
    results.Say($"{site.Name}, requests/s", rate);
    results.Say($"{site.Name}, ms, 50 of 100", middle);
    results.Say($"{site.Name}, ms, 99 of 100", slow);
}
Measure("nginx", () => new NginxSite());
Measure("apache", () => new ApacheSite());
Measure("threetier", () => new ThreeTierSite());
Measure("pgbench", () => new PgbenchSite());
Measure("redis", () => new RedisSite());
if (Wanted("script")) results.Say("Apache (prefork), shell script with psql, PostgreSQL, 8 clients, requests/s", ServerBenchmark.Script());
if (Wanted("analyzer"))
{
    using var folder = new Folder();
    results.Say("Analyzer on one processor, events/s", AnalyzerBenchmark.EventsPerSecond(ServerBenchmark.Record(folder)));
}
if (Wanted("commands")) CommandsBenchmark.Run(results);
