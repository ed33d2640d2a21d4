using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Which ends of TCP connections were traced under other kernels. Between two kernels nothing can be told from time, so whether somebody who has
/// not been seen yet will be is looked up here. Needed, and built, only for a log of several boots; 8 bytes a connection's end.
/// </summary>
internal sealed class TracedPeers
{
    private readonly HashSet<ulong> _ends = [];
    private readonly int _boots;

    public TracedPeers(RawLog log)
    {
        _boots = log.Boots.Count;
        if (OneBoot) return;
        foreach (var stream in log.Streams) Collect(stream, log.Cursor(stream));
    }

    /// <summary>Whether the whole log is in one order of time.</summary>
    public bool OneBoot => _boots < 2;

    /// <summary>Whether the other end of a connection belongs to a traced process under another kernel.</summary>
    public bool HasOtherEnd(Channel channel)
    {
        if (OneBoot || channel.Kind != ChannelKind.Tcp || channel.Local.IsLoopback || channel.Remote.IsLoopback) return false;
        for (int boot = 0; boot < _boots; boot++)
            if (boot != channel.Boot.Index && _ends.Contains(Hash(channel.Remote, channel.Local, boot))) return true;
        return false;
    }

    private void Collect(RawStream stream, StreamCursor cursor)
    {
        while (cursor.MoveNext())
        {
            if (cursor.Current.Kind != RecordKind.Channel) continue;
            ref readonly var channel = ref cursor.Current.Channel;
            if (channel.Kind == ChannelKind.Tcp && channel.Remote.Port != 0)
                _ends.Add(Hash(Endpoint.Of(channel.Local), Endpoint.Of(channel.Remote), stream.Boot.Index));
        }
    }

    private static ulong Hash(Endpoint local, Endpoint remote, int boot)
    {
        ulong hash = Mix((ulong)boot + 1, local);
        return Mix(hash, remote);
    }

    private static ulong Mix(ulong hash, Endpoint endpoint)
    {
        hash = Mix(hash ^ (ulong)endpoint.Ip);
        hash = Mix(hash ^ (ulong)(endpoint.Ip >> 64));
        return Mix(hash ^ endpoint.Port);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93;
        value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93;
        return value ^ (value >> 32);
    }
}
