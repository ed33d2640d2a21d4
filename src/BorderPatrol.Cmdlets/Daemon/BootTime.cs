using System.Globalization;

namespace BorderPatrol.Cmdlets;

/// <summary>Places the kernel's clock ticks on the calendar.</summary>
internal static class BootTime
{
    private const int TicksPerSecond = 100;

    private static readonly DateTimeOffset Boot = Read();

    /// <summary>The moment that lies some ticks after the machine's start.</summary>
    internal static DateTimeOffset At(long ticks) => Boot + TimeSpan.FromSeconds((double)ticks / TicksPerSecond);

    private static DateTimeOffset Read()
    {
        string line = File.ReadLines("/proc/stat").First(line => line.StartsWith("btime ", StringComparison.Ordinal));
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(line.AsSpan("btime ".Length), CultureInfo.InvariantCulture)).ToLocalTime();
    }
}
