namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>A machine: a node name, a clock, processes.</summary>
internal sealed class Machine(World world, string name, ulong boot, TimeSpan skew)
{
    private static int _pids = 100;

    public World World => world;

    public string Name => name;

    public ulong Boot => boot;

    public TimeSpan Skew => skew;

    public ulong Monotonic => world.Now + (ulong)(skew.Ticks * 100) + 3_600_000_000_000 + boot % 1_000_000_000;

    public ulong Realtime => Monotonic - boot % 1_000_000_000 + 1_700_000_000_000_000_000;

    public static int NewPid() => Interlocked.Increment(ref _pids);

    /// <summary>A program that was started by somebody who is not traced.</summary>
    public TracedThread Start(string program) => new TracedProcess(this, program, NewPid(), 1).Begin(null, 0, fork: false);
}
