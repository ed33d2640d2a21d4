using BorderPatrol.Join;

namespace BorderPatrol.Paths;

/// <summary>Durations out of CLOCK_MONOTONIC nanoseconds.</summary>
internal static class Times
{
    public static TimeSpan Of(ulong nanoseconds) => new((long)(nanoseconds / 100));

    public static TimeSpan Between(ulong begin, ulong end) => end > begin ? Of(end - begin) : TimeSpan.Zero;

    /// <summary>An exchange's duration less the time in which some exchange that it asked was open. Both are taken where it was served, by one clock.</summary>
    public static TimeSpan SelfTime(Exchange exchange)
    {
        var side = exchange.Seen;
        ulong self = side.Last > side.Begin ? side.Last - side.Begin : 0;
        ulong covered = side.Begin;
        foreach (var asked in exchange.ChildrenAsAsked())
        {
            var child = asked.Asked!;
            ulong begin = Math.Max(child.Begin, covered);
            ulong end = Math.Min(child.Last, side.Last);
            if (end <= begin) continue;
            self -= end - begin;
            covered = end;
        }

        return Of(self);
    }
}
