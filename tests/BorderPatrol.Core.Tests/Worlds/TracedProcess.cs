namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>A process between fork or exec and its end: what the wire calls an image.</summary>
internal sealed class TracedProcess(Machine machine, string program, int pid, int parentPid, ulong start = 0)
{
    private readonly Dictionary<(LinkEnd End, bool Sent), ulong> _offsets = [];
    private readonly HashSet<LinkEnd> _described = [];

    public Machine Machine => machine;

    public string Program => program;

    public int Pid => pid;

    public int ParentPid => parentPid;

    public ulong Start { get; } = start != 0 ? start : machine.World.NewName();

    public ulong Image { get; } = machine.World.NewName();

    public TracedThread Begin(TracedThread? parent, ulong birth, bool fork)
    {
        var thread = new TracedThread(this, pid);
        thread.Record.Process(parent, birth, fork);
        return thread;
    }

    /// <summary>Counts bytes as the shim does: from where this image met the stream.</summary>
    public ulong Move(LinkEnd end, bool sent, ulong count)
    {
        ulong offset = _offsets.GetValueOrDefault((end, sent));
        _offsets[(end, sent)] = offset + count;
        return offset;
    }

    /// <summary>A forked child goes on counting where its parent stood.</summary>
    public void GoOnFrom(TracedProcess parent)
    {
        foreach (var (stream, offset) in parent._offsets) _offsets[stream] = offset;
    }

    public bool Meets(LinkEnd end) => _described.Add(end);
}
