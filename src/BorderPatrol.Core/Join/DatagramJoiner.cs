using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Puts datagrams to exchanges. Sockets that ask and answer each other are a pair, found by addresses; within a pair the protocol's number names the
/// exchange. A question that comes again while it is open is the same one; its number is free again once it is answered.
/// </summary>
internal sealed class DatagramJoiner(ExchangeJoiner exchanges)
{
    private readonly DatagramPairs _pairs = new(exchanges);
    private uint _uses;

    /// <summary>A datagram that a thread moved; its exchange, null when it belongs to none that is known.</summary>
    public Exchange? Handle(ThreadState thread, Channel channel, RawRecord record, long now)
    {
        ref readonly var datagram = ref record.Datagram;
        bool request = datagram.Type == MessageType.Request;
        bool asks = request == ((datagram.Flags & MessageOptions.Sent) != 0);
        if (EndOf(channel, datagram, asks) is not { } end) return null;
        if (request && Repeated(end, datagram, record.MessageText, asks) is { } same) return same;
        ulong start = request ? Identify(end, datagram.Exchange, asks) : 0;
        var exchange = exchanges.Handle(thread, channel, end, MessageOf(datagram), record.MessageText, start, now);
        if (datagram.Peer.Family == 0 && request) exchange?.Add(Doubt.SenderUnknown);
        return exchange;
    }

    private ConnectionEnd? EndOf(Channel channel, in WireDatagram datagram, bool asks)
    {
        uint number = datagram.Exchange;
        if (datagram.Peer.Family == 0) return OfUnknown(channel, datagram);
        var (local, peer) = (Endpoint.Of(datagram.Local), Endpoint.Of(datagram.Peer));
        var pair = asks ? _pairs.Of(local, peer, channel, number, datagram.Time) : _pairs.Of(peer, local, channel, number, datagram.Time);
        var end = pair.Connection.Ends[asks ? 0 : 1];
        end.Peer = peer;
        if (end.Channel != channel) Move(end, channel, asks);
        return end;
    }

    // Whoever does not ask for the sender of an answer has it told by its number; the senders of questions remain unknown, as if they were one.
    private static ConnectionEnd? OfUnknown(Channel channel, in WireDatagram datagram)
    {
        bool request = datagram.Type == MessageType.Request;
        foreach (var end in channel.Ends)
            if (request ? !end.Peer.IsKnown : end.AsAsker.Numbered(datagram.Exchange) is not null) return end;
        if (!request) return null;
        var unknown = new Connection().Ends[1];
        unknown.Channel = channel;
        channel.Ends.Add(unknown);
        return unknown;
    }

    // The port has become another socket's. A client that is gone hears no answer; a server may have several sockets at one address.
    private void Move(ConnectionEnd end, Channel channel, bool asks)
    {
        if (end.Channel is { } before)
        {
            before.Ends.Remove(end);
            if (asks) exchanges.Abandon(end, forGood: true);
        }

        end.Left = false;
        end.Channel = channel;
        channel.Ends.Add(end);
    }

    private static Exchange? Repeated(ConnectionEnd end, in WireDatagram datagram, RawText text, bool asks)
    {
        foreach (var exchange in (asks ? end.Out : end.In).Requests)
        {
            var side = asks ? exchange.Asked : exchange.Served;
            if (NumberOf(exchange) != datagram.Exchange || side is null || !IsOpen(exchange, asks)) continue;
            if (!side.RequestText.Bytes().SequenceEqual(text.Bytes)) continue;
            if (side.Over && end.AsServer.Numbered(datagram.Exchange) is null) end.AsServer.Add(datagram.Exchange, exchange);
            return exchange;
        }

        return null;
    }

    // An answer that was sent may have been lost, or have crossed the question that was asked again.
    private static bool IsOpen(Exchange exchange, bool asks) => exchange.Asked is { Over: false } || (!asks && exchange.Served is { Over: false });

    private ulong Identify(ConnectionEnd end, uint number, bool asks)
    {
        var requests = (asks ? end.Out : end.In).Requests;
        for (int i = requests.Count - 1; i >= 0; i--)
            if (NumberOf(requests[i]) == number && (asks ? requests[i].Asked : requests[i].Served) is null) return requests[i].Start;
        return ((ulong)++_uses << 32) | number;
    }

    private static uint NumberOf(Exchange exchange) => (uint)exchange.Start;

    private static WireMessage MessageOf(in WireDatagram datagram) => new()
    {
        Time = datagram.Time,
        Position = datagram.Length,
        Protocol = datagram.Protocol,
        Type = datagram.Type,
        Flags = datagram.Flags,
        Exchange = datagram.Exchange,
    };
}
