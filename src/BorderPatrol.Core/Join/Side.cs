using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>An exchange as one end of its connection sees it. Times are CLOCK_MONOTONIC of that end's boot, in ns.</summary>
internal sealed class Side(ConnectionEnd end, Channel channel, ThreadState thread, ulong begin)
{
    private KeptText _requestText;
    private KeptText _responseText;

    public ConnectionEnd End => end;

    public Channel Channel => channel;

    /// <summary>The other end's name as users know it.</summary>
    public string PeerName => end.Peer.IsKnown ? end.Peer.ToString() : channel.PeerName;

    public Image Image => thread.Image;

    public RawStream Stream => thread.Stream;

    public ThreadState Thread => thread;

    public WireProtocol Protocol { get; set; }

    /// <summary>First byte of the request message.</summary>
    public ulong Begin { get; } = begin;

    /// <summary>Last byte of the response seen so far; of the request while there is none.</summary>
    public ulong Last { get; set; } = begin;

    public long RequestBytes { get; set; }

    public long ResponseBytes { get; set; }

    public ref KeptText RequestText => ref _requestText;

    public ref KeptText ResponseText => ref _responseText;

    /// <summary>Whether the request was seen up to its end; an answer may come before.</summary>
    public bool RequestComplete { get; set; }

    /// <summary>Whether the response is complete.</summary>
    public bool Complete { get; set; }

    /// <summary>Whether nothing more can come here.</summary>
    public bool Over { get; set; }

    /// <summary>Whether both ends saw messages of the same lengths: if not, they do not speak of the same exchange.</summary>
    public bool Agrees(Side other) =>
        ResponseBytes == other.ResponseBytes && (!RequestComplete || !other.RequestComplete || RequestBytes == other.RequestBytes);

    /// <summary>Takes the exchange out of what its image and connection have in progress.</summary>
    public void Leave(Exchange exchange)
    {
        Image.Open.Remove(exchange);
        var flow = exchange.Asked == this ? end.Out : end.In;
        flow.Requests.Remove(exchange);
    }
}
