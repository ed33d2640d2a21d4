using BorderPatrol.Wire;

namespace BorderPatrol.Join.Rules;

/// <summary>
/// Rule 1: who receives a request message works for whoever sent it; who receives several one after another, and does nothing in between, for all of
/// them.
/// </summary>
internal sealed class ReceivedRequest(SelfStart selfStart) : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Received) return null;
        var exchange = moment.Exchange is { } moved && moment.Type == MessageType.Request ? moved
            : moment.Unframed ? moment.Channel!.Receiver!.AsServer.Request : null;
        if (exchange?.Work is not { } work) return null;
        var thread = moment.Thread;
        thread.ForgetBirth();
        if (thread.Strand == work) return work;
        thread.Turns.To(exchange, TurnedAt(moment));
        if (thread.Strand is { Several: true, Span: null } several && thread.Receiving == moment.Channel) return several;
        return FollowsAnother(moment, exchange) ? new Strand(thread.Image, moment.Now, selfStart) { Several = true, Doubt = Doubt.ToldByReply } : work;
    }

    // Another of the same stream, to which nothing has been done.
    private static bool FollowsAnother(in Moment moment, Exchange exchange) =>
        moment.Channel is { } channel && moment.Thread.Receiving == channel && moment.Thread.Strand.Span is { Answered: false } other && other != exchange
        && other.Served?.Channel == channel;

    // The moment of the sample, where there was one.
    private static ulong TurnedAt(in Moment moment)
    {
        if (moment.Thread.Messages is not [.., var last]) return moment.Call.End;
        return last.Kind == RecordKind.Datagram ? last.Datagram.Time : last.Message.Time;
    }
}
