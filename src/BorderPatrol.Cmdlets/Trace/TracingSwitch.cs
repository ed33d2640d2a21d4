using System.Globalization;
using BorderPatrol.LogDaemon.Kernel;
using Microsoft.Win32.SafeHandles;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// The pages of a spool that say whether a user's programs record. Every traced program has its user's page mapped, so it follows at its next call.
/// </summary>
internal static class TracingSwitch
{
    private const string Prefix = "switch.";
    private const int Size = 4096;
    private const uint OwnerOnly = 0b110_000_000;

    private const UnixFileMode ForAll = UnixFileMode.StickyBit
        | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Turns recording on or off for this user's programs; for root, for those of all who have traced into the spool.</summary>
    /// <param name="spool">The folder; made when it is not there, so that programs may be started switched off.</param>
    /// <param name="on">Whether they are to record.</param>
    /// <exception cref="BorderPatrolException">AccessDenied.</exception>
    internal static List<BPTracing> Turn(string spool, bool on)
    {
        try
        {
            Make(spool);
            return [.. Users(spool).Select(user => Turn(spool, user, on))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Denied(spool, error.Message, error);
        }
    }

    private static BPTracing Turn(string spool, uint user, bool on)
    {
        using var page = Open(Path.Combine(spool, Prefix + user.ToString(CultureInfo.InvariantCulture)), user);
        RandomAccess.Write(page, BitConverter.GetBytes(on ? 0u : 1u), 0);
        if (RandomAccess.GetLength(page) < Size) RandomAccess.SetLength(page, Size);
        return new BPTracing { Enabled = on, UserId = user, Spool = spool };
    }

    // The mode given when making it would be narrowed by the umask.
    private static void Make(string spool)
    {
        if (Directory.Exists(spool)) return;
        Directory.CreateDirectory(spool);
        File.SetUnixFileMode(spool, ForAll);
    }

    private static IEnumerable<uint> Users(string spool)
    {
        uint self = Libc.EffectiveUser();
        if (self != 0) return [self];
        return Directory.EnumerateFiles(spool, Prefix + "*")
            .Select(page => uint.TryParse(Path.GetFileName(page)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out uint user) ? user : self)
            .Append(self)
            .Distinct()
            .Order();
    }

    // Anybody may put a file or a link of this name into the folder; programs heed only a file of their own user.
    private static SafeFileHandle Open(string path, uint user)
    {
        int make = user == Libc.EffectiveUser() ? Libc.OpenCreate : 0;
        int descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenCloseOnExec | Libc.OpenNoFollow | make, OwnerOnly);
        if (descriptor < 0) throw Denied(path, System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage());
        var page = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Statx.TryOf(descriptor, out var facts) && facts.IsRegularFile && facts.User == user) return page;
        page.Dispose();
        throw Denied(path, "it is not a file of that user");
    }

    private static BorderPatrolException Denied(string path, string why, Exception? cause = null) => new(
        ErrorIds.AccessDenied,
        $"Tracing cannot be switched through '{path}': {why}",
        "Switch it as the user whose programs are traced, or as root; name their spool with -Spool, -HostName or -Port.",
        cause);
}
