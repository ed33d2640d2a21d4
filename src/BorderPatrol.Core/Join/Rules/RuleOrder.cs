namespace BorderPatrol.Join.Rules;

/// <summary>
/// The rules for what a thread works for, strongest first; the first that speaks decides. Rule 5 (who is born begins with the maker's work) is
/// <see cref="BirthJoiner"/>'s, because it is decided before the first call. A hand-off by condition variable, semaphore, eventfd or futex (rule 7)
/// has its place between <see cref="ReadBytes"/> and <see cref="IdleWait"/>.
/// </summary>
internal sealed class RuleOrder(SelfStart selfStart, ChannelJoiner channels)
{
    private readonly Rule[] _rules =
    [
        new ReceivedSeveral(selfStart),
        new ReceivedRequest(selfStart),
        new ReceivedResponse(),
        new WroteAnswer(),
        new OnlyReady(channels),
        new ReadBytes(selfStart),
        new IdleWait(selfStart),
    ];

    /// <summary>The strand to which a call's thread turns with it; null when it goes on with what it did.</summary>
    public Strand? Decide(in Moment moment)
    {
        foreach (var rule in _rules)
            if (rule.Decide(moment) is { } strand) return strand;
        return null;
    }
}
