using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>
/// A made-up system of machines, processes, threads and connections. Every deed of a thread is written down as the shim would, so what comes out is a lawful raw log,
/// and the test knows the truth behind it.
/// </summary>
internal sealed class World
{
    private readonly List<StreamBytes> _streams = [];
    private ulong _names = 0x1000;

    /// <summary>True time in ns; each deed takes some of it.</summary>
    public ulong Now { get; private set; } = 5_000_000_000;

    public IReadOnlyList<StreamBytes> Streams => _streams;

    /// <summary>A machine whose clocks are off by <paramref name="skew"/>.</summary>
    /// <param name="name">Node name.</param>
    /// <param name="skew">How far its clocks run before true time.</param>
    /// <param name="boot">A machine under the same kernel; null for one of its own.</param>
    public Machine Machine(string name, TimeSpan skew = default, Machine? boot = null) =>
        new(this, name, boot?.Boot ?? NewName(), boot?.Skew ?? skew);

    public ulong NewName() => ++_names * 0x9e3779b97f4a7c15 & long.MaxValue;

    public ulong Tick(ulong nanoseconds = 1000) => Now += nanoseconds;

    public void Add(StreamBytes stream) => _streams.Add(stream);

    /// <summary>What has been written down so far has been taken away.</summary>
    public void Forget() => _streams.Clear();

    /// <summary>A TCP connection between two machines; where nobody is traced the end is only an address.</summary>
    public Link Tcp(string from, string to) => new(this, ChannelKind.Tcp, from, to);

    /// <summary>A pair of Unix sockets under one kernel.</summary>
    public Link Unix(string path) => new(this, ChannelKind.UnixStream, path, path);

    public Link Pipe() => new(this, ChannelKind.Pipe, "", "");
}
