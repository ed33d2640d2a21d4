namespace BorderPatrol.Shim.Tests;

/// <summary>A spool folder of one test's own, in shared memory as in life, removed when disposed.</summary>
internal sealed class Spool : IDisposable
{
    public Spool() => Folder = Path.Combine("/dev/shm", $"bp-shim-test-{Guid.NewGuid():N}");

    /// <summary>Where it is; the shim makes it.</summary>
    public string Folder { get; }

    /// <summary>The shim to preload; the one built, unless a test puts a copy elsewhere.</summary>
    public string Shim { get; init; } = Native.Shim;

    /// <summary>What a program needs in its environment to be recorded here.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        [KeyValuePair.Create("LD_PRELOAD", Shim), KeyValuePair.Create("LIBBTRACE_SPOOL", Folder)];

    /// <summary>All segments, in the order of their streams' numbers.</summary>
    public IReadOnlyList<Segment> Segments => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, "*.seg").Select(Segment.Read).OrderBy(segment => segment.Header.Stream).ThenBy(segment => segment.Header.Number)];

    /// <summary>All streams.</summary>
    public IReadOnlyList<Recording> Streams => [.. Segments.GroupBy(segment => segment.Header.Stream).Select(group => new Recording([.. group]))];

    /// <summary>The stream that began with a process's image (its last, when it executed another).</summary>
    public Recording Main(int process) => Streams
        .Where(stream => stream.Header.Pid == process && stream.Birth is { } birth && birth.Kind == Wire.RecordKind.Process)
        .MaxBy(stream => stream.Header.Monotonic) ?? throw new InvalidOperationException($"process {process} recorded nothing");

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
