using BorderPatrol.Interpret;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Puts messages together to exchanges: a request message is known by its offset, so both ends speak of the same one; the request of the same number,
/// or the oldest one without an answer, gets the response. Whoever asks makes an exchange part of its own work; one that nobody traced asked begins a
/// request.
/// </summary>
internal sealed class ExchangeJoiner(RequestJoiner requests, SelfStart selfStart, TracedPeers peers)
{
    private readonly List<(Exchange Exchange, Side Side, bool Complete)> _ended = [];

    /// <summary>A message, or a part of one, that a thread moved at an end of a connection. <paramref name="start"/>: offset of its first byte in its
    /// direction, or what else both ends know it by.</summary>
    public Exchange? Handle(ThreadState thread, Channel channel, ConnectionEnd end, in WireMessage message, RawText text, ulong start, long now)
    {
        bool sent = (message.Flags & MessageOptions.Sent) != 0, asks = sent == (message.Type == MessageType.Request);
        var open = asks ? end.AsAsker : end.AsServer;
        var made = end.Reader.Read(message, text, thread.Image.Losses);
        if ((message.Flags & MessageOptions.Begin) != 0) Begin(thread, channel, end, message, start, now);
        if (open.Find(message.Type, message.Exchange) is not { } exchange) return null;
        var side = asks ? exchange.Asked! : exchange.Served!;
        Grow(side, message, text, made);
        if ((message.Flags & MessageOptions.Broken) != 0) exchange.Add(Doubt.Broken);
        if ((message.Flags & MessageOptions.End) == 0) return exchange;
        if (message.Type == MessageType.Request) EndRequest(open, exchange, side, message);
        else EndResponse(open, exchange, side, message.Exchange);
        return exchange;
    }

    /// <summary>Closes the exchanges whose answers ended with the last call, once that call's thread is known to work for them.</summary>
    public void CloseEnded()
    {
        foreach (var (exchange, side, complete) in _ended) Close(exchange, side, complete);
        _ended.Clear();
    }

    /// <summary>Nobody will send or receive on a channel any more. What was asked may still lie unread at the other end: that is given up only when
    /// the channel is forgotten for good.</summary>
    public void Abandon(Channel channel, bool forGood)
    {
        foreach (var one in channel.Ends) Abandon(one, forGood);
        if (channel.Sender is not { } sender) return;
        Abandon(sender, forGood);
        if (channel.Receiver != sender) Abandon(channel.Receiver!, forGood);
    }

    /// <summary>Whether an exchange of a channel waits for its other end, which another kernel's records have yet to tell of.</summary>
    public static bool AwaitsOtherEnd(Channel channel) =>
        channel.Sender is { } end && (end.Out.Requests.Exists(static one => one.AwaitsOtherEnd) || end.In.Requests.Exists(static one => one.AwaitsOtherEnd));

    /// <summary>The log is over: nothing comes from other kernels either.</summary>
    public static void StopWaiting(Channel channel)
    {
        if (channel.Sender is not { } end) return;
        foreach (var exchange in end.Out.Requests.Concat(end.In.Requests).Where(static one => one.AwaitsOtherEnd).ToList())
        {
            exchange.Add(exchange.Asked is null ? Doubt.AskerMissing : Doubt.ServerMissing);
            StopWaiting(exchange);
        }
    }

    /// <summary>Nothing more will move at an end.</summary>
    public void Abandon(ConnectionEnd end, bool forGood)
    {
        end.Left = true;
        foreach (var exchange in end.AsAsker.Leave(asked => forGood || asked.Served is not null)) GiveUp(exchange, exchange.Asked!);
        foreach (var exchange in end.AsServer.Leave(static _ => true)) GiveUp(exchange, exchange.Served!);
        selfStart.Flush(end);
        if (forGood) end.Out.Unread.Forget();
    }

    private void Begin(ThreadState thread, Channel channel, ConnectionEnd end, in WireMessage message, ulong start, long now)
    {
        switch (message.Type)
        {
            case MessageType.Request when (message.Flags & MessageOptions.Sent) != 0:
                Ask(thread, channel, end, message, start, now);
                break;
            case MessageType.Request:
                Serve(thread, channel, end, message, start, now);
                break;
            case MessageType.Response:
                ((message.Flags & MessageOptions.Sent) != 0 ? end.AsServer : end.AsAsker).Answer(message.Exchange);
                break;
        }
    }

    private void Ask(ThreadState thread, Channel channel, ConnectionEnd end, in WireMessage message, ulong start, long now)
    {
        var exchange = end.Out.RequestAt(start);
        bool twice = exchange?.Asked is not null;
        bool first = exchange is null || twice;
        if (first) exchange = Make(end.Out, start, twice);
        var strand = Asker(thread, channel);
        exchange!.Asked = Open(thread, channel, end, exchange, message);
        exchange.Asker = strand;
        exchange.AskOrder = now;
        thread.Wake.Ask(exchange);
        strand.Hold();
        Place(end, end.AsAsker, thread.Image, exchange, message.Exchange);
        if (!first) StopWaiting(exchange);
        else if (peers.HasOtherEnd(channel)) Wait(exchange);
        if (strand.Span is { } span)
        {
            exchange.AttachTo(span, strand == thread.Strand ? strand.Doubt : Doubt.OpenedFor);
            selfStart.Flush(end);
        }
        else
        {
            exchange.Add(strand.Doubt);
            if (first) requests.Candidate(exchange);
            if (strand.MayBind) strand.Ask(exchange);
        }
    }

    // An event loop opens a connection when a request needs one and writes to it later, when it has been told of several descriptors and is known to
    // work for nobody, or has just been at work for another one: what goes first over a connection is for whom the same thread opened it.
    private static Strand Asker(ThreadState thread, Channel channel)
    {
        var (opened, opener) = (channel.OpenedFor, channel.OpenedBy);
        channel.OpenedFor = null;
        channel.OpenedBy = null;
        bool mayDiffer = thread.Strand.Span is null || (opener == thread && thread.Strand.Span != opened?.Span);
        if (mayDiffer && opened is { Span: { Done: false, Answered: false } }) return opened;
        return thread.Strand is { Several: true, Span: null } several ? several.ForOne() : thread.Strand;
    }

    private void Serve(ThreadState thread, Channel channel, ConnectionEnd end, in WireMessage message, ulong start, long now)
    {
        var exchange = end.In.RequestAt(start);
        bool twice = exchange?.Served is not null;
        bool first = exchange is null || twice;
        if (first) exchange = Make(end.In, start, twice);
        exchange!.Served = Open(thread, channel, end, exchange, message);
        exchange.ServeOrder = now;
        exchange.Work = new Strand(exchange);
        Place(end, end.AsServer, thread.Image, exchange, message.Exchange);
        thread.Serving.Add(exchange);
        thread.Image.Serving++;
        if (!first)
        {
            StopWaiting(exchange);
            if (exchange.Asked!.End.Left) GiveUp(exchange, exchange.Asked);
            return;
        }

        requests.Candidate(exchange);
        if (peers.HasOtherEnd(channel)) Wait(exchange);
        else BeginRequest(exchange, end);
    }

    private void BeginRequest(Exchange exchange, ConnectionEnd end)
    {
        if (end.Other.Channel is { } asker) exchange.Add(asker.Sealed ? Doubt.AskerSealed : Doubt.AskerMissing);
        requests.Begin([exchange]);
    }

    private Exchange Make(Flow flow, ulong start, bool twice)
    {
        var exchange = new Exchange(start, requests);
        if (twice) exchange.Add(Doubt.SeenTwice);
        flow.Requests.Add(exchange);
        return exchange;
    }

    private static Side Open(ThreadState thread, Channel channel, ConnectionEnd end, Exchange exchange, in WireMessage message)
    {
        exchange.Hold();
        thread.Image.Open.Add(exchange);
        return new Side(end, channel, thread, message.Time) { Protocol = message.Protocol };
    }

    // Where records were lost, an exchange that still seems open may long be over. Its place in the count must not go to another.
    private void Place(ConnectionEnd end, OpenExchanges open, Image image, Exchange exchange, uint number)
    {
        if (number == 0 && end.LossesSeen != image.Losses)
        {
            var unsure = end.LossesSeen >= 0 ? open.TakeUnanswered() : [];
            if (unsure.Count > 0) exchange.Add(Doubt.Lost(image));
            foreach (var one in unsure) GiveUp(one, SideAt(end, one));
            end.LossesSeen = image.Losses;
        }

        if (open.Add(number, exchange) is { } replaced) GiveUp(replaced, SideAt(end, replaced));
    }

    private static Side SideAt(ConnectionEnd end, Exchange exchange) => exchange.Asked?.End == end ? exchange.Asked : exchange.Served!;

    private static void Grow(Side side, in WireMessage message, RawText text, byte[]? made)
    {
        long bytes = (long)(message.Position - message.Start);
        // Only a datagram begins anew at 0: a question or answer that is repeated is not longer for it.
        bool adds = message.Exchange != 0 && message.Start != 0;
        side.Last = message.Time;
        if (message.Type == MessageType.Request)
        {
            side.RequestBytes = adds ? side.RequestBytes + bytes : bytes;
            Keep(ref side.RequestText, text, made);
            return;
        }

        side.ResponseBytes = adds ? side.ResponseBytes + bytes : bytes;
        Keep(ref side.ResponseText, text, made);
    }

    private static void Keep(ref KeptText kept, RawText text, byte[]? made)
    {
        if (made is null) kept.Add(text);
        else kept.Add(made);
    }

    private void EndRequest(OpenExchanges open, Exchange exchange, Side side, in WireMessage message)
    {
        bool asks = side == exchange.Asked;
        // Who asked wants no answer any more.
        bool givenUp = message.Exchange != 0 && (message.Flags & MessageOptions.Broken) != 0;
        side.RequestComplete = !givenUp;
        open.EndRequest(message.Exchange);
        if (asks) BeginByItself(exchange);
        if (givenUp)
        {
            open.End(message.Exchange);
            _ended.Add((exchange, side, false));
        }
        else if (!asks || !exchange.AwaitsOtherEnd)
        {
            EndUnanswered(exchange, side, message.Exchange);
        }
    }

    private void EndResponse(OpenExchanges open, Exchange exchange, Side side, uint number)
    {
        open.End(number);
        _ended.Add((exchange, side, true));
    }

    // Nothing will follow a request that is never answered. Its sender's side lasts until its receiver has it, by which the two are known to be one.
    private void EndUnanswered(Exchange exchange, Side side, uint number)
    {
        if (number == 0 || !Protocols.Of(side.Protocol).IsUnanswered(side.RequestText.Bytes())) return;
        if (exchange.Served is { Over: false } served && served.End.AsServer.Numbered(number) == exchange) EndResponse(served.End.AsServer, exchange, served, number);
        if (exchange.Asked is { Over: false } asked && asked.End.AsAsker.Numbered(number) == exchange) EndResponse(asked.End.AsAsker, exchange, asked, number);
    }

    private void BeginByItself(Exchange exchange)
    {
        if (exchange.Parent is null && exchange.Tree is null && !exchange.Pending) selfStart.Begin(exchange);
    }

    private void GiveUp(Exchange exchange, Side side)
    {
        if (side.Over) return;
        if (exchange.Seen == side && !Protocols.Of(side.Protocol).IsUnanswered(side.RequestText.Bytes())) exchange.Add(Doubt.NoAnswer);
        if (exchange.Asked == side) BeginByItself(exchange);
        Close(exchange, side, complete: false);
    }

    private static void Close(Exchange exchange, Side side, bool complete)
    {
        if (side.Over) return;
        side.Over = true;
        side.Complete = complete;
        if (exchange is { Asked: { Complete: true } asked, Served: { Complete: true } served } && !asked.Agrees(served)) exchange.Add(Doubt.EndsDisagree);
        if (side == exchange.Served)
        {
            exchange.Answered = true;
            side.Thread.Serving.Remove(exchange);
            side.Image.Serving--;
        }
        else
        {
            if (exchange.Served is null && side.End.Other.Channel is { Sealed: true }) exchange.Add(Doubt.ServerSealed);
            exchange.Asker!.Release();
        }

        exchange.Release();
    }

    private static void Wait(Exchange exchange)
    {
        exchange.AwaitsOtherEnd = true;
        exchange.Hold();
    }

    private static void StopWaiting(Exchange exchange)
    {
        if (!exchange.AwaitsOtherEnd) return;
        exchange.AwaitsOtherEnd = false;
        exchange.Release();
    }
}
