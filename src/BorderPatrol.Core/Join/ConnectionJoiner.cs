using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Finds the two channels that are one connection: TCP by the addresses of both ends, Unix sockets by the peer that the kernel names, pipes
/// by being one channel.
/// </summary>
internal sealed class ConnectionJoiner(TracedPeers peers)
{
    private readonly Dictionary<TcpName, List<Connection>> _tcp = [];
    private readonly Dictionary<(int Boot, ulong Id), ConnectionEnd> _expected = [];

    /// <summary>Gives a channel its ends.</summary>
    public void Attach(Channel channel, Channel? peer)
    {
        var end = channel.Kind switch
        {
            ChannelKind.Tcp when channel.Local.IsKnown && channel.Remote.IsKnown => TcpEnd(channel),
            ChannelKind.UnixStream => UnixEnd(channel, peer),
            _ => new Connection().Ends[0],
        };
        end.Channel = channel;
        channel.Sender = end;
        channel.Receiver = channel.Kind == ChannelKind.Pipe ? end.Other : end;
        channel.Receiver.Channel = channel;
    }

    /// <summary>A channel has been given up: a later one with the same name is another connection's.</summary>
    public void Forget(Channel channel)
    {
        if (channel.Sender is not { } end) return;
        _expected.Remove((channel.Boot.Index, channel.Id));
        _expected.Remove((channel.Boot.Index, channel.Peer));
        if (channel.Kind != ChannelKind.Tcp) return;
        var name = TcpName.Of(channel);
        if (_tcp.TryGetValue(name, out var connections) && connections.Remove(end.Connection) && connections.Count == 0) _tcp.Remove(name);
    }

    // Addresses are used again. Within one boot the order of events is known, and a connection is the latest of its name. Between boots it is
    // not: there the first connection of a name at one end is the first at the other.
    private ConnectionEnd TcpEnd(Channel channel)
    {
        var name = TcpName.Of(channel);
        if (!_tcp.TryGetValue(name, out var connections)) _tcp.Add(name, connections = new List<Connection>(1));
        int index = channel.Local.CompareTo(channel.Remote) <= 0 ? 0 : 1;
        for (int i = 0; i < connections.Count; i++)
        {
            var end = connections[i].Ends[index];
            if (end.Channel is not null || end.Other.Channel is not { } other) continue;
            if (other.Boot != channel.Boot || i == connections.Count - 1) return end;
        }

        if (peers.OneBoot) connections.Clear();
        else connections.RemoveAll(static one => one.Ends[0].Channel is not null && one.Ends[1].Channel is not null);
        var made = new Connection();
        connections.Add(made);
        return made.Ends[index];
    }

    private ConnectionEnd UnixEnd(Channel channel, Channel? peer)
    {
        if (_expected.Remove((channel.Boot.Index, channel.Id), out var expected) && expected.Channel is null) return expected;
        if (peer?.Sender is { } other && other.Other.Channel is null) return other.Other;
        var end = new Connection().Ends[0];
        if (channel.Peer != 0) _expected[(channel.Boot.Index, channel.Peer)] = end.Other;
        return end;
    }
}

/// <summary>What a TCP connection is called: the addresses of its ends, the lower first; on loopback, where every machine has the same, the machine too.</summary>
internal readonly record struct TcpName(Endpoint Low, Endpoint High, int Boot, ulong NetNamespace)
{
    public static TcpName Of(Channel channel)
    {
        bool lower = channel.Local.CompareTo(channel.Remote) <= 0;
        var (low, high) = lower ? (channel.Local, channel.Remote) : (channel.Remote, channel.Local);
        return low.IsLoopback || high.IsLoopback
            ? new TcpName(low, high, channel.Boot.Index, channel.NetNamespace)
            : new TcpName(low, high, -1, 0);
    }
}
