using BorderPatrol.EndToEnd.Benchmark;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

// dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release [-- pipe page script analyzer commands]
// Measures everything, or what is named, and writes tests/benchmarks/RESULTS.md. Needs root, wrk and a quiet machine; everything takes half an hour.
var results = new Results(Path.Combine(Repository.Root, "tests/benchmarks/RESULTS.md"));
bool Wanted(string name) => args.Length == 0 || args.Contains(name);
if (Wanted("pipe"))
{
    var pairs = PipeBenchmark.Run();
    results.Say("One 64-byte write to a pipe and its read, ns", pairs);
    results.Say("The same beyond untraced, ns", pairs.Difference);
}
if (Wanted("page")) results.Say("Apache (event), static page, 16 clients, requests/s", ServerBenchmark.StaticPage());
if (Wanted("script")) results.Say("Apache (prefork), shell script with psql, PostgreSQL, 8 clients, requests/s", ServerBenchmark.Script());
if (Wanted("analyzer"))
{
    using var folder = new Folder();
    results.Say("Analyzer on one processor, events/s", AnalyzerBenchmark.EventsPerSecond(ServerBenchmark.Record(folder)));
}
if (Wanted("commands")) CommandsBenchmark.Run(results);
