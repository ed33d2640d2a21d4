using BorderPatrol.Wire;

namespace BorderPatrol.Join.Rules;

/// <summary>Rule 1: who receives a request message works for whoever sent it.</summary>
internal sealed class ReceivedRequest : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Received) return null;
        var exchange = moment.Exchange is { } moved && moment.Type == MessageType.Request ? moved
            : moment.Unframed ? moment.Channel!.Receiver!.AsServer.Request : null;
        if (exchange?.Work is not { } work) return null;
        moment.Thread.ForgetBirth();
        if (moment.Thread.Strand != work) moment.Thread.Turns.To(exchange, TurnedAt(moment));
        return work;
    }

    // The moment of the sample, where there was one.
    private static ulong TurnedAt(in Moment moment)
    {
        if (moment.Thread.Messages is not [.., var last]) return moment.Call.End;
        return last.Kind == RecordKind.Datagram ? last.Datagram.Time : last.Message.Time;
    }
}
