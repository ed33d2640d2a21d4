namespace BorderPatrol.Join.Rules;

/// <summary>Rule 4: who is told that one descriptor is ready, and only that one, works for its oldest open exchange.</summary>
internal sealed class OnlyReady(ChannelJoiner channels) : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Facts.IsWait || moment.Call.Result != 1 || moment.Call.Channel == 0) return null;
        if (channels.Find(moment.Thread, moment.Call.Channel)?.Receiver is not { } end) return null;
        if ((end.Receiving ?? end.Answering ?? Oldest(end.Serving)) is { } served) return served.Work;
        return (end.Hearing ?? Oldest(end.Awaiting))?.Asker is { Over: false } asker ? asker : null;
    }

    private static Exchange? Oldest(Queue<Exchange> open) => open.TryPeek(out var exchange) ? exchange : null;
}
