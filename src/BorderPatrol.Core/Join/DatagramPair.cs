namespace BorderPatrol.Join;

/// <summary>Two sockets of which one asks the other by datagrams. What one end does not know of its own address the other one tells.</summary>
internal sealed class DatagramPair(DatagramName name, Endpoint client, Endpoint server)
{
    private Endpoint _client = client;
    private Endpoint _server = server;

    public DatagramName Name => name;

    public Connection Connection { get; } = new();

    /// <summary>Where and when a datagram was last seen: boot, CLOCK_MONOTONIC in ns.</summary>
    public (int Boot, ulong Time) Used { get; set; }

    /// <summary>Whether the addresses can be the pair's: a host that is not known is any.</summary>
    public bool Fits(Endpoint client, Endpoint server) => MayBe(_client, client) && MayBe(_server, server);

    /// <summary>Takes over what another end knows.</summary>
    public void Learn(Endpoint client, Endpoint server)
    {
        if (client.HasHost) _client = client;
        if (server.HasHost) _server = server;
    }

    private static bool MayBe(Endpoint known, Endpoint other) => !known.HasHost || !other.HasHost || known == other;
}

/// <summary>What pairs are found by: their ports, and on loopback, where every machine has the same addresses, the machine.</summary>
internal readonly record struct DatagramName(ushort Client, ushort Server, int Boot, ulong NetNamespace)
{
    public static DatagramName Of(Endpoint client, Endpoint server, Channel channel) => client.IsLoopback || server.IsLoopback
        ? new DatagramName(client.Port, server.Port, channel.Boot.Index, channel.NetNamespace)
        : new DatagramName(client.Port, server.Port, -1, 0);
}
