using System.Globalization;
using System.Text;
using System.Net;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>A connection or a pipe with what is on its way. For a pipe, <see cref="From"/> writes and <see cref="To"/> reads.</summary>
internal sealed class Link
{
    public Link(World world, ChannelKind kind, string from, string to)
    {
        Kind = kind;
        From = new LinkEnd(this, world.NewName(), from);
        To = new LinkEnd(this, kind == ChannelKind.Pipe ? From.Channel : world.NewName(), to);
    }

    public ChannelKind Kind { get; }

    /// <summary>Who connected.</summary>
    public LinkEnd From { get; }

    /// <summary>Who accepted.</summary>
    public LinkEnd To { get; }
}

/// <summary>One end.</summary>
internal sealed class LinkEnd(Link link, ulong channel, string name)
{
    public Link Link => link;

    public ulong Channel => channel;

    public string Name => name;

    public LinkEnd Other => link.From == this ? link.To : link.From;

    public ChannelRole Role => link.Kind == ChannelKind.Pipe ? ChannelRole.Unknown : link.From == this ? ChannelRole.Client : ChannelRole.Server;

    /// <summary>What the other end has sent and this one has not received.</summary>
    public Queue<Parcel> Inbox { get; } = new();

    /// <summary>Somebody who is not traced sends at this end.</summary>
    public void Sends(MessageType type, string text, int bytes = 0) => Other.Inbox.Enqueue(new Parcel(type, text, Math.Max(bytes, text.Length)));

    /// <summary>Somebody who is not traced receives at this end.</summary>
    public Parcel Receives() => Inbox.Dequeue();

    public unsafe WireAddress Address()
    {
        var address = default(WireAddress);
        if (link.Kind != ChannelKind.Tcp) return address;
        var endpoint = IPEndPoint.Parse(name);
        address.Family = 2;
        address.Port = (ushort)endpoint.Port;
        endpoint.Address.MapToIPv6().GetAddressBytes().CopyTo(new Span<byte>(address.Ip, 16));
        return address;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{link.Kind} {name}");
}

/// <summary>A message, or bytes that are none (<see cref="MessageType.None"/>).</summary>
internal sealed record Parcel(MessageType Type, string Text, int Bytes, WireProtocol Protocol = WireProtocol.Http1, uint Exchange = 0)
{
    /// <summary>The kept part; where that is no text, each letter of <see cref="Text"/> is a byte.</summary>
    public byte[] Kept => (Protocol == WireProtocol.Http2 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(Text);
}
