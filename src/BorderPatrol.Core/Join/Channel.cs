using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>One open file description, through all processes that share it.</summary>
internal sealed class Channel(Boot boot, ulong id)
{
    public Boot Boot => boot;

    public ulong Id => id;

    public ChannelKind Kind { get; set; }

    public ChannelRole Role { get; set; }

    /// <summary>The channel at the other end, where the kernel tells it; else 0.</summary>
    public ulong Peer { get; set; }

    public Endpoint Local { get; set; }

    public Endpoint Remote { get; set; }

    /// <summary>Path of a file or Unix socket.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether its bytes are TLS records.</summary>
    public bool Tls { get; set; }

    /// <summary>Whether they are seen in plain text.</summary>
    public bool Plain { get; set; }

    /// <summary>Whether what is said on it cannot be seen.</summary>
    public bool Sealed => Tls && !Plain;

    /// <summary>Network namespace of the process that met it.</summary>
    public ulong NetNamespace { get; set; }

    /// <summary>What it sends on; null until bytes have moved.</summary>
    public ConnectionEnd? Sender { get; set; }

    /// <summary>What it receives on: for a pipe the other end, because both ends of a pipe are one channel.</summary>
    public ConnectionEnd? Receiver { get; set; }

    /// <summary>What it sends and receives datagrams on, an end for each peer and each side of asking.</summary>
    public HashSet<ConnectionEnd> Ends { get; } = new(0);

    /// <summary>Under whose work its connection was opened, until it is used; null when nobody saw that.</summary>
    public Strand? OpenedFor { get; set; }

    /// <summary>Who opened it, as long as <see cref="OpenedFor"/> is known.</summary>
    public ThreadState? OpenedBy { get; set; }

    /// <summary>The script that answers on it; null when it is no script's output.</summary>
    public Script? Script { get; set; }

    /// <summary>When it was met.</summary>
    public long Met { get; init; }

    /// <summary>When bytes last moved or a process last met it.</summary>
    public long Touched { get; set; }

    /// <summary>Images that have moved bytes on it or were given it by one that has, live, and have not closed it.</summary>
    public int Users { get; set; }

    /// <summary>Whether some process may have it twice, so that one close says nothing.</summary>
    public bool Duplicated { get; set; }

    /// <summary>Whether bytes on it are a stream whose reader can be matched with its writer.</summary>
    public bool IsStream => Kind is ChannelKind.Pipe or ChannelKind.Tcp or ChannelKind.UnixStream;

    /// <summary>The other end's name as users know it.</summary>
    public string PeerName => Kind is ChannelKind.Tcp or ChannelKind.Udp ? Remote.ToString() : Path.Length > 0 ? Path : Kind switch
    {
        ChannelKind.Pipe => "pipe",
        ChannelKind.UnixStream or ChannelKind.UnixDatagram => "unix",
        _ => "",
    };
}
