using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>Writes down what a thread does, as the shim would.</summary>
internal sealed class Recorder(TracedThread thread)
{
    private StreamBytes Bytes => thread.Stream;

    private ulong Clock => thread.Process.Machine.Monotonic;

    private World World => thread.Process.Machine.World;

    public void Process(TracedThread? parent, ulong birth, bool fork)
    {
        var text = Encoding.UTF8.GetBytes($"/usr/bin/{thread.Process.Program}\0/\0{thread.Process.Program}\0");
        Bytes.Append(
            new WireProcess
            {
                Head = Head(RecordKind.Process),
                Time = Tick(),
                ParentImage = fork ? parent!.Process.Image : 0,
                ParentStream = fork ? parent!.Stream.Stream : 0,
                Birth = birth,
                Reason = fork ? ProcessReason.Fork : ProcessReason.Start,
                TextLength = (uint)text.Length,
            },
            text);
    }

    public void Thread(TracedThread parent, ulong birth) =>
        Bytes.Append(new WireThread { Head = Head(RecordKind.Thread), Time = Tick(), ParentStream = parent.Stream.Stream, Birth = birth });

    /// <summary>What the thread has used since it began, in ns; <paramref name="time"/> 0 is now.</summary>
    public void Cost(ulong user, ulong minorFaults = 0, ulong time = 0) =>
        Bytes.Append(new WireCost { Head = Head(RecordKind.Cost), Time = time == 0 ? Tick() : time, User = user, MinorFaults = minorFaults });

    public void Loss(ulong count)
    {
        Bytes.Lost += count;
        Bytes.Append(new WireLoss { Head = Head(RecordKind.Loss), Time = Tick(), Count = count });
    }

    /// <summary>A call that begins now; <paramref name="took"/> is how long it takes in true time.</summary>
    public void Call(string name, long result = 0, LinkEnd? end = null, ulong offset = 0, ulong argument = 0, ulong took = 1000, int error = 0, string text = "")
    {
        ulong begin = Tick();
        World.Tick(took);
        Call(name, begin, Clock, result, end, offset, argument, error, text);
    }

    public void Call(
        string name, ulong begin, ulong finish, long result, LinkEnd? end, ulong offset, ulong argument, int error = 0, string text = "")
    {
        var facts = CallTable.All.Single(call => call.Name == name);
        Bytes.Append(
            new WireCall
            {
                Head = Head(RecordKind.Call, (ushort)facts.Number),
                Begin = begin,
                End = finish,
                Result = result,
                Error = error,
                Fd = end is null ? -1 : 5,
                Channel = end?.Channel ?? 0,
                Offset = offset,
                Argument = argument,
            },
            Encoding.UTF8.GetBytes(text));
    }

    public void Channel(LinkEnd end)
    {
        if (!thread.Process.Meets(end)) return;
        bool unix = end.Link.Kind == ChannelKind.UnixStream;
        Bytes.Append(
            new WireChannel
            {
                Head = Head(RecordKind.Channel),
                Time = Clock,
                Channel = end.Channel,
                Peer = unix ? end.Other.Channel : 0,
                Fd = 5,
                Kind = end.Link.Kind,
                Role = end.Role,
                Local = end.Address(),
                Remote = end.Other.Address(),
            },
            Encoding.UTF8.GetBytes(unix ? end.Name : ""));
    }

    public void Message(LinkEnd end, Parcel parcel, ulong time, ulong start, ulong position, MessageOptions flags)
    {
        var text = (flags & MessageOptions.Begin) != 0 ? parcel.Kept : [];
        Bytes.Append(
            new WireMessage
            {
                Head = Head(RecordKind.Message),
                Time = time,
                Channel = end.Channel,
                Start = start,
                Position = position,
                Protocol = parcel.Protocol,
                Type = parcel.Type,
                Flags = flags,
                TextLength = (uint)text.Length,
                Exchange = parcel.Exchange,
            },
            text);
    }

    /// <summary>One call that moves datagrams: a question or an answer with its number and text each.</summary>
    public void Datagrams(UdpSocket socket, bool sent, params (UdpSocket Peer, MessageType Type, uint Number, string Text)[] datagrams)
    {
        Bytes.Append(new WireChannel { Head = Head(RecordKind.Channel), Time = Clock, Channel = socket.Channel, Fd = 6, Kind = ChannelKind.Udp, Local = UdpSocket.AddressOf(socket.Bound) });
        ulong begin = Tick();
        ulong finish = Tick();
        foreach (var (peer, type, number, text) in datagrams)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Bytes.Append(
                new WireDatagram
                {
                    Head = Head(RecordKind.Datagram),
                    Time = sent ? begin : finish,
                    Channel = socket.Channel,
                    Local = UdpSocket.AddressOf(socket.Bound),
                    Peer = UdpSocket.AddressOf(socket.Blind ? "" : peer.Name),
                    Length = (uint)text.Length,
                    Exchange = number,
                    Protocol = WireProtocol.Dns,
                    Type = type,
                    Flags = MessageOptions.Begin | MessageOptions.End | (sent ? MessageOptions.Sent : MessageOptions.None),
                    TextLength = (uint)bytes.Length,
                },
                bytes);
        }

        var call = CallTable.All.Single(call => call.Name == (sent ? "sendmmsg" : "recvmmsg"));
        Bytes.Append(new WireCall
        {
            Head = Head(RecordKind.Call, (ushort)call.Number),
            Begin = begin,
            End = finish,
            Result = datagrams.Length,
            Fd = 6,
            Channel = socket.Channel,
            Argument = 8,
        });
    }

    public ulong Tick()
    {
        World.Tick();
        return Clock;
    }

    private static WireHead Head(RecordKind kind, ushort call = 0) => new() { Kind = kind, State = 1, Call = call };
}
