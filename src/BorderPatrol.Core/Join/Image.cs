using BorderPatrol.Raw;

namespace BorderPatrol.Join;

/// <summary>A process between its begin and its end, through all its programs.</summary>
internal sealed record Process(int Boot, ulong PidNamespace, int Pid, ulong Start);

/// <summary>A process between fork or exec and its end.</summary>
internal sealed class Image(Process process, RawStream first)
{
    public Process Process => process;

    public string Program => first.Program;

    public int Pid => first.Pid;

    public Boot Boot => first.Boot;

    /// <summary>Threads whose streams have not ended.</summary>
    public int Streams { get; set; }

    /// <summary>Exchanges that its threads received and nobody has answered.</summary>
    public int Serving { get; set; }

    /// <summary>How often records of its threads were lost.</summary>
    public int Losses { get; set; }

    /// <summary>When it last made a child that shares its channels.</summary>
    public long Forked { get; set; } = -1;

    /// <summary>Channels it has moved bytes on and not closed.</summary>
    public HashSet<Channel> Channels { get; } = [];

    /// <summary>Exchanges that it asked or serves and that are not over.</summary>
    public HashSet<Exchange> Open { get; } = [];
}
