using System.Globalization;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Tells from /proc whether the thread that wrote a segment can still write. It errs towards yes.</summary>
internal static class WriterLife
{
    private const int StartField = 22;
    private static readonly ulong PidNamespace = ReadPidNamespace();

    internal static bool IsGone(in WireSegment segment)
    {
        if (Machine.HasRestartedSince(segment)) return true;
        // Numbers of another pid namespace mean nothing here.
        if (PidNamespace == 0 || segment.PidNamespace != PidNamespace) return false;
        var thread = Read($"/proc/{segment.Pid}/task/{segment.Tid}/stat");
        if (thread is null || Field(thread, 3) is "Z" or "X") return true;
        return segment.ProcessStart != 0
            && Read($"/proc/{segment.Pid}/stat") is { } process
            && Field(process, StartField) != segment.ProcessStart.ToString(CultureInfo.InvariantCulture);
    }

    // Fields are counted from 1; the second is the name, in parentheses, and may hold anything.
    private static string Field(string stat, int number) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[number - 3];

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException || IsNoSuchProcess(error))
        {
            return null;
        }
    }

    // The process ended between open and read.
    private static bool IsNoSuchProcess(Exception error) => error is IOException && error.HResult == 3;

    private static ulong ReadPidNamespace()
    {
        var target = new FileInfo("/proc/self/ns/pid").LinkTarget;
        return target is not null && ulong.TryParse(target.AsSpan().TrimStart("pid:[").TrimEnd(']'), out var inode) ? inode : 0;
    }
}
