namespace BorderPatrol.Join.Rules;

/// <summary>
/// Rule 8: who waits for whatever may come works for nobody, but for the only exchange that it still has to answer, if there is exactly one. To
/// have been born inside a request counts as one until a request message of its own comes.
/// </summary>
internal sealed class IdleWait(SelfStart selfStart) : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!IsIdle(moment)) return null;
        var thread = moment.Thread;
        if (thread.Serving.Count == 1) return thread.Serving[0].Work;
        if (thread.Serving.Count == 0 && thread.Born?.Span is { Answered: false }) return thread.Born;
        thread.ForgetBirth();
        return thread.Strand.IsFresh ? thread.Strand : new Strand(thread.Image, moment.Now, selfStart);
    }

    private static bool IsIdle(in Moment moment)
    {
        if (moment.Facts.IsAccept) return true;
        if (!moment.Facts.IsWait) return false;
        return !moment.Looks && !moment.IsForOne;
    }
}
