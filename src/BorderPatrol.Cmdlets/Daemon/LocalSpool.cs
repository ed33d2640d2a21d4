using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.Cmdlets;

/// <summary>What programs of this machine have recorded for a log daemon of this machine and no forwarder has delivered yet.</summary>
internal static class LocalSpool
{
    /// <summary>
    /// Whether a program that has ended left records behind. A short program may be over before its forwarder has found the log daemon; a living one
    /// goes on recording and is not waited for.
    /// </summary>
    /// <param name="port">The log daemon's port.</param>
    internal static bool HoldsEnded(int port) => ProcFile.Entries("/dev/shm")
        .Where(folder => IsFor(port, Path.GetFileName(folder)))
        .Append(Environment.GetEnvironmentVariable("LIBBTRACE_SPOOL"))
        .OfType<string>()
        .SelectMany(ProcFile.Entries)
        .Any(file => file.EndsWith(".seg", StringComparison.Ordinal) && HasEnded(file));

    // A user who may not write to the folder has one of his own, with his number behind the name.
    private static bool IsFor(int port, string folder) =>
        folder == $"borderpatrol-127.0.0.1-{port}" || folder.StartsWith($"borderpatrol-127.0.0.1-{port}-", StringComparison.Ordinal);

    private static bool HasEnded(string file)
    {
        try
        {
            using var segment = File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
            var head = new WireSegment[1];
            int read = RandomAccess.Read(segment, MemoryMarshal.AsBytes(head.AsSpan()), 0);
            return read == Marshal.SizeOf<WireSegment>() && head[0].Pid != 0 && !Directory.Exists($"/proc/{head[0].Pid}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
