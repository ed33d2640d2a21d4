using BorderPatrol;
using BorderPatrol.Analyzer.Benchmark;

// dotnet run -c Release --project tests/benchmarks/BorderPatrol.Analyzer.Benchmark -- generate /tmp/million.raw 1000000
// dotnet run -c Release --project tests/benchmarks/BorderPatrol.Analyzer.Benchmark -- measure /tmp/million.raw
// dotnet run -c Release --project tests/benchmarks/BorderPatrol.Analyzer.Benchmark -- show some.raw
try
{
    switch (args)
    {
        case ["generate", var path, var events]:
            Generator.Write(path, long.Parse(events, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        case ["measure", var path]:
            Measurement.Print(path);
            return 0;
        case ["show", var path]:
            TreePrinter.Print(path);
            return 0;
        default:
            Console.Error.WriteLine("generate FILE EVENTS | measure FILE | show FILE");
            return 2;
    }
}
catch (BorderPatrolException error)
{
    Console.Error.WriteLine($"{error.ErrorId}: {error.Message} {error.Hint}");
    return 1;
}
