using System.Net;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>A socket for datagrams.</summary>
/// <param name="Channel">Its identity.</param>
/// <param name="Name">The address at which others reach it.</param>
/// <param name="Bound">The address that it knows of itself, perhaps 0.0.0.0 with its port.</param>
/// <param name="Blind">Whether its program never asks who sends.</param>
internal sealed record UdpSocket(ulong Channel, string Name, string Bound, bool Blind = false)
{
    public static unsafe WireAddress AddressOf(string name)
    {
        var address = default(WireAddress);
        if (name.Length == 0) return address;
        var endpoint = IPEndPoint.Parse(name);
        address.Family = 2;
        address.Port = (ushort)endpoint.Port;
        endpoint.Address.MapToIPv6().GetAddressBytes().CopyTo(new Span<byte>(address.Ip, 16));
        return address;
    }
}
