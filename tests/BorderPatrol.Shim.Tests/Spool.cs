namespace BorderPatrol.Shim.Tests;

/// <summary>A spool folder of one test's own, in shared memory as in life, removed when disposed.</summary>
internal sealed class Spool : IDisposable
{
    private IReadOnlyList<Recording>? _streams;

    public Spool(string? folder = null) => Folder = folder ?? Path.Combine("/dev/shm", $"bp-shim-test-{Guid.NewGuid():N}");

    /// <summary>Where it is; the shim makes it.</summary>
    public string Folder { get; }

    /// <summary>The shim to preload; the one built, unless a test puts a copy elsewhere.</summary>
    public string Shim { get; init; } = Native.Shim;

    /// <summary>What a program needs in its environment to be recorded here.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        [KeyValuePair.Create("LD_PRELOAD", Shim), KeyValuePair.Create("LIBBTRACE_SPOOL", Folder)];

    /// <summary>All streams, as they stand when they are first asked for.</summary>
    public IReadOnlyList<Recording> Streams => _streams ??= Read();

    /// <summary>The stream that began with a process's image (its last, when it executed another).</summary>
    public Recording Main(int process) => Streams
        .Where(stream => stream.Header.Pid == process && stream.Birth is { } birth && birth.Kind == Wire.RecordKind.Process)
        .MaxBy(stream => stream.Header.Monotonic) ?? throw new InvalidOperationException($"process {process} recorded nothing");

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private IReadOnlyList<Recording> Read() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, "*.seg")
            .Select(Segment.Read)
            .GroupBy(segment => segment.Header.Stream)
            .Select(group => new Recording([.. group.OrderBy(segment => segment.Header.Number)]))];
}
