using System.Globalization;
using System.Net;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Kernel;

/// <summary>What segments of this machine say of it.</summary>
internal static class Machine
{
    private const int Digits = 16;
    private const int HostSize = 64;

    private static readonly (ulong Low, ulong High) BootId = ReadBootId();
    private static readonly byte[] Host = [.. Encoding.UTF8.GetBytes(Dns.GetHostName()).Take(HostSize - 1), 0];

    /// <summary>Whether a segment was written here before the machine was started the last time.</summary>
    internal static bool HasRestartedSince(in WireSegment segment) =>
        segment.BootIdLow != 0 && BootId.Low != 0 && (segment.BootIdLow, segment.BootIdHigh) != BootId && IsHere(segment);

    /// <summary>Fills in what is the same in all segments of this machine.</summary>
    internal static unsafe void Describe(ref WireSegment segment)
    {
        (segment.BootIdLow, segment.BootIdHigh) = BootId;
        fixed (byte* host = segment.Host) Host.CopyTo(new Span<byte>(host, HostSize));
    }

    private static unsafe bool IsHere(in WireSegment segment)
    {
        fixed (byte* host = segment.Host) return new ReadOnlySpan<byte>(host, HostSize).StartsWith(Host);
    }

    private static (ulong Low, ulong High) ReadBootId()
    {
        try
        {
            var digits = File.ReadAllText("/proc/sys/kernel/random/boot_id").Replace("-", "", StringComparison.Ordinal).AsSpan().Trim();
            return (Half(digits[..Digits]), Half(digits[Digits..]));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentOutOfRangeException)
        {
            return default;
        }
    }

    private static ulong Half(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
