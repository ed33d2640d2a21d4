namespace BorderPatrol.Join.Rules;

/// <summary>
/// Rule 6: who reads bytes that are no messages works for whoever wrote them. A server's greeting is for whoever connected, whatever the thread that
/// greets did before.
/// </summary>
internal sealed class ReadBytes(SelfStart selfStart) : Rule
{
    public override Strand? Decide(in Moment moment)
    {
        if (!moment.Received || !moment.Unframed) return null;
        if (!CountAlike(moment.Channel!.Receiver!)) return null;
        var writer = moment.Channel!.Receiver!.In.Unread.Read(moment.Start, moment.Start + moment.Count, out bool several);
        if (writer is null || writer.Over || moment.Greeted) return null;
        var present = moment.Thread.Strand;
        if (writer == present || (writer.Span is not null && writer.Span == present.Span)) return several ? null : present;
        if (several) return Doubtful(moment);
        if (IsAsker(writer, present)) return present;
        if (writer.Span is not null) return writer;
        return present.Span is null && present.Origin != writer ? Nobodys(moment, writer) : null;
    }

    // A script's standard input is part of what it was asked.
    private static bool IsAsker(Strand writer, Strand present) =>
        present.Span is { LastsWithWork: true, Asker: { } asker } && (asker == writer || (asker.Span is not null && asker.Span == writer.Span));

    // Where one end's TLS is seen in plain text and the other's is not, they speak of different bytes.
    private static bool CountAlike(ConnectionEnd end) => end.Other.Channel is not { } other || other.Plain == end.Channel!.Plain;

    private Strand Nobodys(in Moment moment, Strand? origin) => new(moment.Thread.Image, moment.Now, selfStart, origin: origin);

    private Strand Doubtful(in Moment moment)
    {
        var strand = Nobodys(moment, null);
        strand.Doubt = Doubt.SeveralWriters;
        return strand;
    }
}
