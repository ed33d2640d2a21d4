namespace BorderPatrol.Join;

/// <summary>Two channels that talk, or a pipe. An end sends on the flow of its own number and receives on the other's.</summary>
internal sealed class Connection
{
    private readonly Flow[] _flows = [new Flow(), new Flow()];

    public Connection() => Ends = [new ConnectionEnd(this, 0), new ConnectionEnd(this, 1)];

    public ConnectionEnd[] Ends { get; }

    public Flow FlowFrom(int end) => _flows[end];

    /// <summary>Whether nothing is in progress on it.</summary>
    public bool IsQuiet => _flows[0].Requests.Count == 0 && _flows[1].Requests.Count == 0;

    /// <summary>Whether the end that receives from this one belongs to another running kernel, as far as is known.</summary>
    public bool SpansBoots => Ends[0].Channel is { } a && Ends[1].Channel is { } b && a.Boot != b.Boot;
}

/// <summary>One end of a connection: the exchanges in progress, as this end sees them.</summary>
internal sealed class ConnectionEnd(Connection connection, int index)
{
    private MessageReader _reader;

    public Connection Connection => connection;

    public ConnectionEnd Other => connection.Ends[1 - index];

    /// <summary>The channel; null while none is traced.</summary>
    public Channel? Channel { get; set; }

    /// <summary>The other end's address where that is not its channel's, because the channel speaks with many.</summary>
    public Endpoint Peer { get; set; }

    public Flow Out => connection.FlowFrom(index);

    public Flow In => connection.FlowFrom(1 - index);

    /// <summary>Exchanges that were asked here.</summary>
    public OpenExchanges AsAsker { get; } = new();

    /// <summary>Exchanges that were received here.</summary>
    public OpenExchanges AsServer { get; } = new();

    public ref MessageReader Reader => ref _reader;

    /// <summary>Whether nobody uses it any more, as far as can be seen.</summary>
    public bool Left { get; set; }

    /// <summary>Set-up messages that a program sent by itself, for the request that they prepare.</summary>
    public List<Exchange>? SetUp { get; set; }

    /// <summary><see cref="Image.Losses"/> of its user when its counts of exchanges were last known to be right.</summary>
    public int LossesSeen { get; set; } = -1;
}

/// <summary>The bytes that go one way.</summary>
internal sealed class Flow
{
    public ByteCount Written { get; } = new();

    public ByteCount Read { get; } = new();

    /// <summary>Who wrote the bytes that nobody has read, where they are no messages.</summary>
    public UnreadBytes Unread { get; } = new();

    /// <summary>Exchanges in progress whose request message goes this way.</summary>
    public List<Exchange> Requests { get; } = new(1);

    public Exchange? RequestAt(ulong start)
    {
        foreach (var exchange in Requests)
            if (exchange.Start == start) return exchange;
        return null;
    }
}
