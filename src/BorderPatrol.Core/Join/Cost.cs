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

    private static ulong Less(ulong a, ulong b) => a > b ? a - b : 0;
}
