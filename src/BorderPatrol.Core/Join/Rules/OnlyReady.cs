namespace BorderPatrol.Join.Rules;

/// <summary>Rule 4: who is told that one descriptor is ready, and only that one, works for its oldest open exchange.</summary>
internal sealed class OnlyReady(ChannelJoiner channels) : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Facts.IsWait || moment.Call.Result != 1 || moment.Call.Channel == 0) return null;
        if (channels.Find(moment.Thread, moment.Call.Channel)?.Receiver is not { } end) return null;
        if ((end.AsServer.Request ?? end.AsServer.Response ?? end.AsServer.Oldest) is { } served) return served.Work;
        return (end.AsAsker.Response ?? end.AsAsker.Oldest)?.Asker is { Over: false } asker ? asker : null;
    }
}
