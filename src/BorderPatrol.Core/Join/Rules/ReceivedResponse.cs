using BorderPatrol.Wire;

namespace BorderPatrol.Join.Rules;

/// <summary>Rule 2: who receives a response goes on with the work under which its request was sent.</summary>
internal sealed class ReceivedResponse : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Received) return null;
        var exchange = moment.Exchange is { } moved && moment.Type == MessageType.Response ? moved
            : moment.Unframed ? moment.Channel!.Receiver!.AsAsker.Response : null;
        if (exchange is not null) moment.Thread.Wake.Hear(exchange);
        return exchange?.Asker is { Over: false } asker ? asker : null;
    }
}
