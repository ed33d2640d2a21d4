using System.Text;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Keeps the channels that are in use. Nobody sees the last of all descriptors go that fork and dup may have made, so a closed channel is kept
/// until many others have been closed after it.
/// </summary>
internal sealed class ChannelJoiner(ConnectionJoiner connections, ExchangeJoiner exchanges)
{
    private const int MostClosed = 8192;
    private readonly Dictionary<(int Boot, ulong Id), Channel> _channels = [];
    private readonly Queue<(Channel Channel, long Touched)> _closed = new();

    /// <summary>Channels that have not been given up.</summary>
    public IEnumerable<Channel> All => _channels.Values;

    /// <summary>A CHANNEL record.</summary>
    public unsafe void Describe(ThreadState thread, RawRecord record, long now)
    {
        ref readonly var facts = ref record.Channel;
        if (facts.Kind is ChannelKind.File or ChannelKind.Other or ChannelKind.Unknown) return;
        var channel = Meet(thread.Stream.Boot, facts.Channel, now);
        channel.Kind = facts.Kind;
        if (facts.Role != ChannelRole.Unknown) channel.Role = facts.Role;
        if (facts.Peer != 0) channel.Peer = facts.Peer;
        if (facts.Local.Port != 0) channel.Local = Endpoint.Of(facts.Local);
        if (facts.Remote.Port != 0) channel.Remote = Endpoint.Of(facts.Remote);
        if (record.Head.Size > sizeof(WireChannel)) channel.Path = Encoding.UTF8.GetString(record.PaddedText(sizeof(WireChannel)));
        if ((facts.Flags & ChannelOptions.Tls) != 0) channel.Tls = true;
        if ((facts.Flags & ChannelOptions.Plain) != 0) channel.Plain = true;
        channel.NetNamespace = thread.Stream.NetNamespace;
        channel.Touched = now;
        // Who was given a connection that another process uses goes on with it when that one has closed it.
        if (channel.Users > 0 && thread.Image.Channels.Add(channel)) Join(channel);
    }

    /// <summary>The channel of a call, ready for bytes to move; null when it is no stream or has never been described.</summary>
    public Channel? Moving(ThreadState thread, ulong id, long now)
    {
        if (id == 0) return null;
        var channel = thread.Channel;
        if (channel is null || channel.Id != id)
        {
            if (!_channels.TryGetValue((thread.Stream.Boot.Index, id), out channel) || !channel.IsStream) return null;
            thread.Channel = channel;
        }

        if (channel.Sender is null) connections.Attach(channel, FindPeer(channel));
        if (thread.Image.Channels.Add(channel)) Join(channel);
        channel.Touched = now;
        return channel;
    }

    /// <summary>The channel of a datagram; null when it has never been described.</summary>
    public Channel? OfDatagram(ThreadState thread, ulong id, long now)
    {
        if (!_channels.TryGetValue((thread.Stream.Boot.Index, id), out var channel)) return null;
        if (thread.Image.Channels.Add(channel)) Join(channel);
        channel.Touched = now;
        return channel;
    }

    /// <summary>The channel that a call names, whatever the call does with it.</summary>
    public Channel? Find(ThreadState thread, ulong id) =>
        thread.Channel is { } last && last.Id == id ? last : _channels.GetValueOrDefault((thread.Stream.Boot.Index, id));

    /// <summary>A process closed a descriptor of it.</summary>
    public void Close(Image image, Channel channel)
    {
        Leave(image, channel, sure: !channel.Duplicated && image.Forked < channel.Met);
        channel.Touched++;
        _closed.Enqueue((channel, channel.Touched));
        if (_closed.Count <= MostClosed) return;
        var (oldest, touched) = _closed.Dequeue();
        if (oldest.Touched != touched) return;
        if (ExchangeJoiner.AwaitsOtherEnd(oldest)) _closed.Enqueue((oldest, touched));
        else GiveUp(oldest);
    }

    /// <summary>A process image has ended: what only it used is over.</summary>
    public void End(Image image)
    {
        foreach (var channel in image.Channels.ToList())
        {
            Leave(image, channel, sure: true);
            _closed.Enqueue((channel, channel.Touched));
        }
    }

    private Channel Meet(Boot boot, ulong id, long now)
    {
        if (_channels.TryGetValue((boot.Index, id), out var channel)) return channel;
        channel = new Channel(boot, id) { Met = now };
        _channels.Add((boot.Index, id), channel);
        return channel;
    }

    private Channel? FindPeer(Channel channel) => channel.Peer == 0 ? null : _channels.GetValueOrDefault((channel.Boot.Index, channel.Peer));

    private static void Join(Channel channel)
    {
        channel.Users++;
        foreach (var end in channel.Ends) end.Left = false;
        if (channel.Sender is { } sender) sender.Left = channel.Receiver!.Left = false;
    }

    private void Leave(Image image, Channel channel, bool sure)
    {
        if (image.Channels.Remove(channel)) channel.Users--;
        if (channel.Users == 0 && sure) exchanges.Abandon(channel, forGood: false);
    }

    private void GiveUp(Channel channel)
    {
        exchanges.Abandon(channel, forGood: true);
        connections.Forget(channel);
        _channels.Remove((channel.Boot.Index, channel.Id));
    }
}
