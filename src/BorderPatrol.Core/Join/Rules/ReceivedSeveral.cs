using BorderPatrol.Wire;

namespace BorderPatrol.Join.Rules;

/// <summary>Who receives messages of several requests with one call works for one of them, and nobody can tell for which until it answers.</summary>
internal sealed class ReceivedSeveral(SelfStart selfStart) : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Received || !moment.Several) return null;
        bool requests = moment.Type == MessageType.Request;
        if (requests) moment.Thread.ForgetBirth();
        return new Strand(moment.Thread.Image, moment.Now, selfStart) { Several = requests, Doubt = Doubt.SeveralMessages };
    }
}
