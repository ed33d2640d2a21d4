using System.Globalization;
using System.Runtime.Versioning;
using BorderPatrol.LogDaemon.Benchmark;

[assembly: SupportedOSPlatform("linux")]

// throughput [million records]: processor time of collector and forwarder a record, as fast as they go
// latency [records]:            from the moment a record is committed to the moment it is in the raw log
// idle [threads]:               what a forwarder costs while traced threads have nothing to say
var amount = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
switch (args.FirstOrDefault())
{
    case "throughput":
        Throughput.Measure(amount > 0 ? amount : 20);
        return 0;
    case "latency":
        Latency.Measure(amount > 0 ? amount : 500);
        return 0;
    case "idle":
        Idle.Measure(amount > 0 ? amount : 200);
        return 0;
    default:
        Console.Error.WriteLine("usage: throughput [million records] | latency [records] | idle [threads]");
        return 2;
}
