using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Scripts that a web server starts for a request (CGI): the exchange is between who started a process and that process, and lasts as long as the process and
/// those that it makes. They have the same environment as it has, and are no scripts of their own.
/// </summary>
internal sealed class ScriptJoiner(RequestJoiner requests, SelfStart selfStart)
{
    /// <summary>A message of CGI, or a part of one. <paramref name="output"/>: where the script answers; null where that is no stream.</summary>
    public void Handle(ThreadState thread, Channel? output, in WireMessage message, RawText text, long now)
    {
        if (message.Type == MessageType.Response)
        {
            output?.Script?.Answer(thread.Image, message, text);
            return;
        }

        if ((message.Flags & MessageOptions.Begin) != 0 && thread.Strand.Span is not { LastsWithWork: true }) Begin(thread, output, message, now);
        if (thread.Strand.Span is not { LastsWithWork: true, Served: { } served } || served.Thread != thread) return;
        served.RequestBytes = (long)message.Position;
        served.RequestText.Add(text);
    }

    private void Begin(ThreadState thread, Channel? output, in WireMessage message, long now)
    {
        var connection = new Connection();
        var channel = output ?? new Channel(thread.Stream.Boot, message.Channel);
        var exchange = new Exchange(message.Start, requests) { LastsWithWork = true, AskOrder = now, ServeOrder = now };
        exchange.Served = new Side(connection.Ends[1], channel, thread, message.Time) { Protocol = message.Protocol, Complete = true };
        exchange.Work = new Strand(exchange);
        channel.Script = new Script(exchange);
        if (thread.Born is { } maker) Ask(maker, new Side(connection.Ends[0], channel, thread, message.Time) { Protocol = message.Protocol }, exchange);
        else BeginRequest(exchange);
        thread.TakeOn(exchange.Work);
        thread.Turns.To(exchange, message.Time);
    }

    private void BeginRequest(Exchange exchange)
    {
        requests.Candidate(exchange);
        requests.Begin([exchange]);
    }

    private void Ask(Strand maker, Side asked, Exchange exchange)
    {
        exchange.Asked = asked;
        exchange.Asker = maker;
        maker.Hold();
        if (maker.Span is { } span)
        {
            exchange.AttachTo(span, maker.Doubt);
            return;
        }

        exchange.Add(maker.Doubt);
        requests.Candidate(exchange);
        if (maker.MayBind) maker.Ask(exchange);
        else selfStart.Begin(exchange);
    }
}

/// <summary>A script at work, which may leave the answering to processes that it makes.</summary>
internal sealed class Script(Exchange exchange)
{
    private Image? _answering;

    /// <summary>The answer's head is what the first of them writes.</summary>
    public void Answer(Image image, in WireMessage message, RawText text)
    {
        if ((message.Flags & MessageOptions.Begin) != 0) _answering ??= image;
        if (_answering == image) exchange.Served!.ResponseText.Add(text);
    }

    /// <summary>Who reads the answer has read its end: nobody who could write more of it is left, whatever the script's children go on with.</summary>
    public void End()
    {
        exchange.Served!.Last = Math.Max(exchange.Served.Last, exchange.Effort.LastEnd);
        exchange.AnswerEnded = true;
    }

    /// <summary>Part of the answer was written. Returns for whom that is who reads it: who asked the script; null when those are not the script's bytes.</summary>
    public Strand? Wrote(in Moment moment)
    {
        if (moment.Thread.Strand.Span != exchange) return null;
        exchange.Served!.ResponseBytes += (long)moment.Count;
        return exchange.Asker;
    }
}
