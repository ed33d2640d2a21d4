using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>What threads have used: times in ns, counts of faults.</summary>
internal readonly record struct Cost(ulong Processor, ulong MinorFaults, ulong MajorFaults)
{
    public static Cost Of(in WireCost sample) => new(sample.User + sample.System, sample.MinorFaults, sample.MajorFaults);

    public static Cost operator +(Cost a, Cost b) => new(a.Processor + b.Processor, a.MinorFaults + b.MinorFaults, a.MajorFaults + b.MajorFaults);

    /// <summary>What was used between two samples of one thread.</summary>
    public static Cost Between(Cost earlier, Cost later) =>
        new(Less(later.Processor, earlier.Processor), Less(later.MinorFaults, earlier.MinorFaults), Less(later.MajorFaults, earlier.MajorFaults));

    /// <summary>A part of it, rounded down; nothing of no time.</summary>
    public Cost Part(ulong time, ulong all) =>
        all == 0 ? default : new(Part(Processor, time, all), Part(MinorFaults, time, all), Part(MajorFaults, time, all));

    private static ulong Part(ulong whole, ulong time, ulong all) => (ulong)((UInt128)whole * time / all);

    private static ulong Less(ulong a, ulong b) => a > b ? a - b : 0;
}
