using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BorderPatrol.Raw;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Survival;

/// <summary>
/// A spool whose forwarder is the real one, started by the shim, and a log daemon that collects from it: what analyzers read in the end.
/// </summary>
internal sealed partial class Collection : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("bp-collection-").FullName;
    private readonly Process _daemon;
    private readonly int _port;

    /// <summary>Starts the log daemon.</summary>
    /// <param name="spool">The spool; a new one in shared memory unless given.</param>
    public Collection(string? spool = null)
    {
        Spool = new Spool(spool) { Shim = Path.Combine(_folder, "libbtrace.so") };
        File.Copy(Native.Shim, Spool.Shim);
        File.Copy(Repository.LogDaemon, Path.Combine(_folder, "bplogd"));
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _daemon = Run.Start(Repository.LogDaemon, ["0", RawLogPath], []);
        _port = int.Parse(ListeningOn().Match(_daemon.StandardOutput.ReadLine()!).Groups[1].Value, null);
    }

    /// <summary>SIGSTOP.</summary>
    public const int Stop = 19;

    /// <summary>SIGCONT.</summary>
    public const int Continue = 18;

    /// <summary>Where programs record.</summary>
    public Spool Spool { get; }

    /// <summary>What the log daemon writes.</summary>
    public string RawLogPath => Path.Combine(_folder, "test.raw");

    /// <summary>The log daemon's process.</summary>
    public int DaemonId => _daemon.Id;

    /// <summary>What a program needs in its environment.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment => Spool.Environment.Append(KeyValuePair.Create("LIBBTRACE_PORT", $"{_port}"));

    /// <summary>The forwarder's process, or 0 while none runs.</summary>
    public int ForwarderId => ProcessesWith($"LIBBTRACE_SPOOL={Spool.Folder}", "forward").FirstOrDefault();

    /// <summary>Waits until everything has been collected, ends the log daemon in order and opens the raw log.</summary>
    public RawLog Finish()
    {
        WaitUntil(() => Segments.Length == 0, () => $"{Segments.Length} segments stay in the spool");
        Signal(_daemon.Id, Terminate);
        Assert.True(_daemon.WaitForExit(Patience));
        Assert.Equal(0, _daemon.ExitCode);
        return RawLog.Open(RawLogPath);
    }

    /// <summary>Sends a process a signal.</summary>
    public static void Signal(int process, int signal) => Assert.Equal(0, kill(process, signal));

    /// <summary>Segments that wait in the spool.</summary>
    public string[] Segments => Directory.Exists(Spool.Folder) ? Directory.GetFiles(Spool.Folder, "*.seg") : [];

    /// <summary>Reads all records in the order in which they were stored, each stream's in its own.</summary>
    public void ForEachRecord(Action<WireChunk, ReadOnlySpan<byte>> take)
    {
        using FileStream file = File.OpenRead(RawLogPath);
        file.Position = RawLogHeader.Size;
        var scanner = new ChunkScanner(file, RawLogHeader.Size);
        while (scanner.MoveNext())
        {
            if (scanner.Header.Kind != ChunkKind.Records) continue;
            for (ReadOnlySpan<byte> rest = scanner.Payload; !rest.IsEmpty;)
            {
                int size = (int)MemoryMarshal.Read<WireHead>(rest).Size;
                take(scanner.Header, rest[..size]);
                rest = rest[size..];
            }
        }

        Assert.Equal((0, 0), (scanner.DamagedBytes, scanner.TornBytes));
    }

    /// <summary>Waits for what other processes bring about.</summary>
    public static void WaitUntil(Func<bool> condition, Func<string> complaint)
    {
        long end = System.Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(System.Environment.TickCount64 < end, complaint());
            Thread.Sleep(2);
        }
    }

    public void Dispose()
    {
        if (!_daemon.HasExited) _daemon.Kill();
        _daemon.WaitForExit();
        _daemon.Dispose();
        if (ForwarderId is > 0 and var forwarder) _ = kill(forwarder, 9);
        Spool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<int> ProcessesWith(string variable, string argument) => Directory.EnumerateDirectories("/proc")
        .Where(folder => Read($"{folder}/cmdline").Split('\0').Contains(argument) && Read($"{folder}/environ").Split('\0').Contains(variable))
        .Select(folder => int.Parse(Path.GetFileName(folder), null));

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    [GeneratedRegex(@"listening on \S+:(\d+), writing /")]
    private static partial Regex ListeningOn();
}
