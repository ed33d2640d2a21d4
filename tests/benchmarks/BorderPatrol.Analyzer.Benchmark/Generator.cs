using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Analyzer.Benchmark;

/// <summary>
/// Writes a raw log of a web server with 16 busy processes, each of which asks a database server of its own process three times a request. Batch follows batch, each with new
/// processes and connections, so that the log can be as long as wanted while what is open at a time stays the same.
/// </summary>
internal static class Generator
{
    private const int Workers = 16;
    private const int RequestsPerBatch = 500;
    private const int Queries = 3;

    public static void Write(string path, long events)
    {
        using var file = File.Create(path);
        file.Write(RawLogHeader.Create());
        var world = new World();
        long written = 0;
        for (int batch = 0; written < events; batch++)
        {
            written += Batch(world, batch);
            foreach (byte[] chunk in RawLogFile.Chunks(world, batch, recordsAtMost: 1000)) file.Write(chunk);
            world.Forget();
        }

        Console.WriteLine($"{path}: {written} events, {file.Length} bytes");
    }

    private static long Batch(World world, int batch)
    {
        var a = world.Machine("a");
        var b = world.Machine("b", boot: a);
        var pairs = Enumerable.Range(0, Workers).Select(worker => (
            Web: a.Start("apache2"),
            Backend: b.Start("postgres"),
            Front: world.Tcp($"10.0.0.9:{1000 + worker}", "10.0.0.1:80"),
            Back: world.Tcp($"10.0.0.1:{1000 + (((batch * Workers) + worker) % 60000)}", "10.0.0.2:5432"))).ToList();
        foreach (int request in Enumerable.Range(0, RequestsPerBatch))
        {
            var (web, backend, front, back) = pairs[request % Workers];
            front.From.Sends(MessageType.Request, $"GET /item/{request}?tag={batch}-{request} HTTP/1.1\r\nHost: shop\r\n\r\n");
            web.Receive(front.To);
            for (int query = 0; query < Queries; query++) Query(web, backend, back, request);
            for (int i = 0; i < 10; i++) web.Work();
            web.Answer(front.To, bytes: 8000, parts: 2);
            web.WaitForOne();
        }

        return world.Streams.Sum(stream => stream.Records.LongCount(record => record[4] == (byte)RecordKind.Call));
    }

    private static void Query(TracedThread web, TracedThread backend, Link back, int request)
    {
        web.Ask(back.From, $"Q\tSELECT name, price FROM item WHERE id = {request} /* tag */\n", WireProtocol.Postgres);
        web.WaitForOne();
        backend.WaitIdle();
        backend.Receive(back.To);
        for (int i = 0; i < 3; i++) backend.Work();
        backend.Send(back.To, MessageType.Response, "T\nC\tSELECT 1\nZ\tI\n", 400, WireProtocol.Postgres);
        web.Receive(back.From);
    }
}
