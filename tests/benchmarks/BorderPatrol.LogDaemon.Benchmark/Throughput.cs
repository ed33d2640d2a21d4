using System.Diagnostics;
using System.Globalization;
using BorderPatrol.LogDaemon.Tests.Support;

namespace BorderPatrol.LogDaemon.Benchmark;

/// <summary>Threads fill segments of 1 MiB with records of a usual size; never more than the spool limit ahead of the forwarder.</summary>
internal static class Throughput
{
    private const int RecordSize = 96;
    private const int SegmentSize = 1 << 20;
    private const int SpoolLimit = 64;
    private const int Streams = 8;

    internal static void Measure(int millions)
    {
        using var shipping = new Shipping();
        shipping.StartForwarder();
        var clock = Stopwatch.StartNew();
        double written = 0;
        for (uint number = 0; written < millions * 1e6; number++)
        {
            SpinWait.SpinUntil(() => shipping.Spool.Segments.Length < SpoolLimit);
            for (ulong stream = 1; stream <= Streams; stream++) written += Fill(shipping.Spool.Name, stream, number);
        }
        SpinWait.SpinUntil(() => shipping.Spool.Segments.Length == 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written / 1e6:F0} M records of {RecordSize} bytes, {clock.Elapsed.TotalSeconds:F1} s, writing included"));
        Console.WriteLine($"collector: {Shipping.Cost(shipping.Collector, written)}");
        Console.WriteLine($"forwarder: {Shipping.Cost(shipping.Forwarder!, written)}");
    }

    private static int Fill(string spool, ulong stream, uint number)
    {
        using var segment = new SegmentWriter(spool, stream, number, SegmentSize);
        var count = 0;
        while (segment.Room >= RecordSize) segment.Append((ulong)count++, RecordSize);
        segment.Close();
        return count;
    }
}
