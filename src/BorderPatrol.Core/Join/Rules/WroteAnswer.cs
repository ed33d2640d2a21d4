using BorderPatrol.Wire;

namespace BorderPatrol.Join.Rules;

/// <summary>
/// Rule 3: bytes on the server end of an exchange belong to it. A thread that came to them without being known to work for anybody worked for that
/// exchange since it woke: this is evidence after the fact.
/// </summary>
internal sealed class WroteAnswer : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Sent) return null;
        var exchange = moment.Exchange is { } moved && moment.Type == MessageType.Response ? moved
            : moment.Unframed ? moment.Channel!.Sender!.AsServer.Response : null;
        if (exchange?.Work is not { } work) return null;
        if (!exchange.AnswerBegun) moment.Thread.Wake.Answer(exchange);
        exchange.AnswerBegun = true;
        var strand = moment.Thread.Strand;
        if (strand.Span == exchange) return strand;
        if (strand.Span is not null) return work;
        strand.Bind(exchange);
        return strand;
    }
}
