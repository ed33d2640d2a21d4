using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Cmdlets.Tests.Engine;

/// <summary>
/// The raw log of a made-up shop of two machines: <c>front</c> answers three requests, and <c>postgres</c> on the other machine answers a query for each
/// item. Request 1 asks for two items, request 2 for one, request 3 is for a page that is not there.
/// </summary>
internal static class Shop
{
    internal static byte[] RawLog()
    {
        var world = new World();
        var front = world.Machine("web").Start("front");
        var database = world.Machine("db").Start("postgres");
        var client = world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        var queries = world.Tcp("10.0.0.1:5000", "10.0.0.2:5432");
        front.Accept();
        for (int number = 1; number <= 3; number++)
        {
            front.WaitForOne();
            client.From.Sends(MessageType.Request, $"GET {(number == 3 ? "/lost" : $"/basket/{number}")} HTTP/1.1\r\n\r\n");
            front.Receive(client.To);
            for (int item = number; item < 3; item++)
                Query(front, database, queries, $"Q\tSELECT /* basket {number} */ price FROM item WHERE id = {item}\n");
            front.Answer(client.To, number == 3 ? "HTTP/1.1 404 Not Found\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\n", bytes: 300);
        }

        return RawLogFile.Bytes(world);
    }

    /// <summary>Writes it into a folder.</summary>
    internal static string Write(TemporaryFolder folder, string name = "shop.raw")
    {
        File.WriteAllBytes(folder.File(name), RawLog());
        return folder.File(name);
    }

    private static void Query(TracedThread front, TracedThread database, Link link, string statement)
    {
        front.Ask(link.From, statement, WireProtocol.Postgres);
        database.WaitIdle();
        database.Receive(link.To);
        database.Send(link.To, MessageType.Response, "C\tSELECT 1\nZ\tI\n", 60, WireProtocol.Postgres);
        front.Receive(link.From);
    }
}
