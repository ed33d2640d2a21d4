using BorderPatrol.Join.Rules;
using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>Leads every record past the joiners, each of which keeps one kind of state: births, threads, channels, connections, exchanges, requests.</summary>
internal sealed class Joiner
{
    private static readonly List<RawRecord> NoMessages = [];

    private readonly IFindings _findings;
    private readonly RequestJoiner _requests;
    private readonly SelfStart _selfStart;
    private readonly ExchangeJoiner _exchanges;
    private readonly DatagramJoiner _datagrams;
    private readonly ScriptJoiner _scripts;
    private readonly ChannelJoiner _channels;
    private readonly ThreadJoiner _threads;
    private readonly BirthJoiner _births;
    private readonly RuleOrder _rules;
    private long _now;
    private long _activities;

    public Joiner(RawLog log, IFindings findings)
    {
        var peers = new TracedPeers(log);
        _findings = findings;
        _requests = new RequestJoiner(findings.Complete);
        _selfStart = new SelfStart(_requests);
        _exchanges = new ExchangeJoiner(_requests, _selfStart, peers);
        _datagrams = new DatagramJoiner(_exchanges);
        _scripts = new ScriptJoiner(_requests, _selfStart);
        _channels = new ChannelJoiner(new ConnectionJoiner(peers), _exchanges);
        _births = new BirthJoiner(log.Streams, _selfStart);
        _threads = new ThreadJoiner(log.Streams, _births, _selfStart, _channels);
        _rules = new RuleOrder(_selfStart, _channels);
    }

    /// <summary>Takes a record. A stream that has ended comes with none.</summary>
    public void Take(RawStream stream, RawRecord record, ulong key)
    {
        _now++;
        var thread = _threads.Of(stream, _now);
        if (record.IsNone)
        {
            Conclude(thread, default, CallFacts.None, null, 0, 0);
            _threads.End(thread);
            return;
        }

        switch (record.Kind)
        {
            case RecordKind.Call:
                Call(thread, record, key);
                break;
            case RecordKind.Message:
            case RecordKind.Datagram:
                thread.Messages.Add(record);
                break;
            case RecordKind.Channel:
                _channels.Describe(thread, record, _now);
                break;
            case RecordKind.Cost:
                thread.Turns.Charge(Cost.Of(record.Cost), record.Cost.Time);
                break;
            case RecordKind.Loss:
                ThreadJoiner.Lose(thread);
                break;
        }
    }

    /// <summary>The log is over.</summary>
    public void Finish()
    {
        foreach (var channel in _channels.All) _exchanges.Abandon(channel, forGood: true);
        foreach (var channel in _channels.All) ExchangeJoiner.StopWaiting(channel);
        _requests.Finish();
    }

    private void Call(ThreadState thread, RawRecord record, ulong key)
    {
        ref readonly var call = ref record.Call;
        var facts = CallTable.Get(record.Head.Call);
        var channel = facts.IsStream ? _channels.Moving(thread, call.Channel, _now) : null;
        if (channel is { Plain: true } && !facts.IsPlainText)
        {
            // Encrypted records on their way: whose they are is told by the call that reads or writes what they say, and it counts other bytes.
            _findings.Called(thread.Activity, thread.Stream, record, facts, NoMessages);
            return;
        }

        if (thread.Strand.Span is { Answered: true } answered) LeaveBehind(thread, answered);
        if (facts.IsBetweenThreads)
        {
            // Part of what the thread does anyway, evidence of nothing: an idle worker's wait begins no activity.
            _findings.Called(thread.Activity, thread.Stream, record, facts, NoMessages);
            return;
        }

        ulong count = facts.MovesBytes && call.Result > 0 ? (ulong)call.Result : 0;
        ulong start = channel is null ? 0 : BytesOf(channel, sent: !facts.Observes).Move(thread.Image, call.Offset, count);
        Conclude(thread, record, facts, channel, start, count);
        if (facts.MakesWorkers) Make(thread, record, facts, key);
        else if (facts.ChangesDescriptors && call.Result >= 0) ChangeDescriptors(thread, call, facts);
        else if (facts.IsConnect && _channels.Find(thread, call.Channel) is { } opened) (opened.OpenedFor, opened.OpenedBy) = (thread.Strand, thread);
    }

    // What comes after the answer is probably still for it, but evidence may say otherwise. A server that had read the next request of the connection
    // before it answered (Apache looks whether it may wait with the answer) turns to that.
    private void LeaveBehind(ThreadState thread, Exchange answered)
    {
        thread.ForgetBirth();
        var next = answered.Served?.End.AsServer.Oldest;
        bool hasNext = next is not null && thread.Serving.Contains(next);
        thread.Enter(hasNext ? next!.Work! : new Strand(thread.Image, _now, _selfStart, fallback: answered));
    }

    // The messages that a call moved have come before it. With them it is known what the thread works for.
    private void Conclude(ThreadState thread, RawRecord record, CallFacts facts, Channel? channel, ulong start, ulong count)
    {
        Exchange? exchange = null;
        var type = MessageType.None;
        bool several = false, greeted = false;
        foreach (var message in thread.Messages)
        {
            greeted |= channel?.OpenedFor is not null && message.Kind == RecordKind.Message && message.Message.Type == MessageType.Notice;
            if (Handle(thread, message, out var part) is not { } about) continue;
            several |= part == type && Moment.WorkOf(about, part) != Moment.WorkOf(exchange!, part);
            exchange = about;
            type = part;
        }

        if (!record.IsNone)
        {
            Decide(new Moment
            {
                Thread = thread,
                Record = record,
                Facts = facts,
                Now = _now,
                Channel = channel,
                Start = start,
                Count = count,
                Exchange = exchange,
                Type = type,
                Several = several,
                Greeted = greeted,
            });
        }

        thread.Messages.Clear();
        _exchanges.CloseEnded();
    }

    private Exchange? Handle(ThreadState thread, RawRecord record, out MessageType type)
    {
        if (record.Kind == RecordKind.Datagram)
        {
            type = record.Datagram.Type;
            return _channels.OfDatagram(thread, record.Datagram.Channel, _now) is { } socket ? _datagrams.Handle(thread, socket, record, _now) : null;
        }

        ref readonly var message = ref record.Message;
        type = message.Type;
        var moving = _channels.Moving(thread, message.Channel, _now);
        if (message.Protocol == WireProtocol.Cgi) _scripts.Handle(thread, moving, message, record.MessageText, _now);
        if (message.Protocol == WireProtocol.Cgi || moving is not { } channel) return null;
        bool sent = (message.Flags & MessageOptions.Sent) != 0;
        ulong start = message.Start + BytesOf(channel, sent).Base;
        return _exchanges.Handle(thread, channel, (sent ? channel.Sender : channel.Receiver)!, message, record.MessageText, start, _now);
    }

    private void Decide(in Moment moment)
    {
        var thread = moment.Thread;
        Listen(moment);
        if (_rules.Decide(moment) is { } strand) thread.Enter(strand);
        if (!moment.Received || (moment.Channel != thread.Receiving && moment.Type != MessageType.Request)) thread.Receiving = null;
        else thread.Receiving = moment.Channel;
        if (moment.Sent && moment.Unframed && moment.Channel!.Sender is { AsAsker.Request: null, AsServer.Response: null } end && !end.Reader.HasUpkeep)
            end.Out.Unread.Wrote(moment.Start + moment.Count, moment.Channel.Script?.Wrote(moment) ?? thread.Strand);
        _findings.Called(Activity(moment), thread.Stream, moment.Record, moment.Facts, thread.Messages);
    }

    // What it hears tells causes apart (Wake), and the end of a script's answer. A look whether anything is ready, where nothing is, ends nothing.
    private void Listen(in Moment moment)
    {
        var thread = moment.Thread;
        ref readonly var call = ref moment.Call;
        if (moment is { Received: true, Facts.MovesBytes: true } && call is { Result: 0, Argument: > 0 }) moment.Channel?.Receiver!.Other.Channel?.Script?.End();
        if (moment.Received || moment.Facts.IsAccept) thread.Wake.Hear(moment.Channel);
        if (!moment.Facts.IsWait || moment.IsForOne || (call.Result <= 0 && moment.Looks)) return;
        thread.Wake.Begin(call.Result, call.Channel == 0 ? null : _channels.Find(thread, call.Channel));
    }

    // A wait for whatever may come is nobody's even if what comes next turns out to be somebody's.
    private long Activity(in Moment moment)
    {
        var thread = moment.Thread;
        bool waits = moment.Facts.IsWait || moment.Facts.IsAccept;
        if (waits && thread.Strand.IsFresh) return 0;
        if (thread.Activity == 0)
        {
            thread.Activity = ++_activities;
            thread.Strand.Effort.Begin(thread.Activity, thread);
        }

        thread.Strand.Effort.LastEnd = moment.Call.End;
        return thread.Activity;
    }

    private void Make(ThreadState thread, RawRecord record, CallFacts facts, ulong key)
    {
        thread.Image.Forked = _now;
        _births.Make(thread, record, facts, key, _now);
    }

    private void ChangeDescriptors(ThreadState thread, in WireCall call, CallFacts facts)
    {
        if (_channels.Find(thread, call.Channel) is not { } channel) return;
        if (facts.Name is "close" or "fclose") _channels.Close(thread.Image, channel);
        else if (facts.Name != "fcntl" || FcntlCommand.Duplicates(call.Argument)) channel.Duplicated = true;
    }

    private static ByteCount BytesOf(Channel channel, bool sent) => sent ? channel.Sender!.Out.Written : channel.Receiver!.In.Read;

    private static class FcntlCommand
    {
        private const ulong Duplicate = 0;
        private const ulong DuplicateCloseOnExec = 1030;

        public static bool Duplicates(ulong command) => command is Duplicate or DuplicateCloseOnExec;
    }
}
