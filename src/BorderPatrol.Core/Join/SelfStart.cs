using BorderPatrol.Interpret;

namespace BorderPatrol.Join;

/// <summary>
/// Work that a traced program began by itself: each exchange that it asks is a request of its own, but the messages that set up the connection
/// belong to the first exchange for which it was set up.
/// </summary>
internal sealed class SelfStart(RequestJoiner requests)
{
    /// <summary>An exchange was asked for nobody; its request message has been seen as far as it ever will.</summary>
    public void Begin(Exchange exchange)
    {
        exchange.Pending = false;
        if (exchange.Parent is not null || exchange.Tree is not null) return;
        var end = exchange.Asked!.End;
        var setUp = end.SetUp;
        if (Protocols.Of(exchange.Asked.Protocol).IsSetUp(exchange.Asked.RequestText.Bytes()))
        {
            (end.SetUp ??= []).Add(exchange);
            return;
        }

        end.SetUp = null;
        requests.Begin([.. setUp ?? [], exchange]);
    }

    /// <summary>Nothing more is asked here by itself: a connection that was only set up is a request too.</summary>
    public void Flush(ConnectionEnd end)
    {
        if (end.SetUp is not { } setUp) return;
        end.SetUp = null;
        requests.Begin(setUp);
    }
}
