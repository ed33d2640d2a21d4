using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>An Internet address and port; IPv4 as ::ffff:a.b.c.d.</summary>
internal readonly record struct Endpoint(UInt128 Ip, ushort Port) : IComparable<Endpoint>
{
    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    public bool IsKnown => Port != 0;

    /// <summary>Whether it names a host; 0.0.0.0 and :: stand for any.</summary>
    public bool HasHost => Ip != UInt128.Zero && Ip != new UInt128(0, 0xffff_0000_0000);

    public bool IsLoopback => Ip == UInt128.One || (Ip >> 24) == new UInt128(0, 0xffff_7f);

    public static unsafe Endpoint Of(in WireAddress address)
    {
        if (address.Family is not (Inet or Inet6)) return default;
        fixed (byte* ip = address.Ip)
            return new Endpoint(BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(ip, 16)), address.Port);
    }

    public int CompareTo(Endpoint other) => Ip != other.Ip ? Ip.CompareTo(other.Ip) : Port.CompareTo(other.Port);

    public override string ToString()
    {
        if (!IsKnown) return "";
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Ip);
        var ip = new IPAddress(bytes);
        return ip.IsIPv4MappedToIPv6
            ? string.Create(CultureInfo.InvariantCulture, $"{ip.MapToIPv4()}:{Port}")
            : string.Create(CultureInfo.InvariantCulture, $"[{ip}]:{Port}");
    }
}
