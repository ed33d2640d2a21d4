using BorderPatrol.EndToEnd.Benchmark;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

// dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release: measures everything and writes RESULTS.md. Needs root, a quiet machine and half an hour.
var results = new Results();
results.Say("One 64-byte write to a pipe and its read", "ns", PipeBenchmark.Run());
results.Say("Apache, static page, 16 clients", "requests/s", ServerBenchmark.StaticPage());
results.Say("Apache, shell script with psql, PostgreSQL, 8 clients", "requests/s", ServerBenchmark.Script());
using (var folder = new Folder())
    results.Say("Analyzer on one processor", "events/s", AnalyzerBenchmark.EventsPerSecond(ServerBenchmark.Record(folder)));
CommandsBenchmark.Run(results);
File.WriteAllText(Path.Combine(Repository.Root, "tests/benchmarks/RESULTS.md"), results.ToString());
Console.Write(results.ToString());
