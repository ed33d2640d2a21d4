using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Survival;

/// <summary>
/// Short processes one after another, well over a thousand a minute: everything that they recorded arrives, and spool, memory and descriptors of
/// forwarder and log daemon stay as they are. BP_LONG=1 makes it five minutes.
/// </summary>
public class StormTests
{
    private const int EveryMilliseconds = 20;
    private const string Storm = "while read line; do /bin/true; done";
    private const int SegmentsAtMost = 400;
    private const long GrowthAllowed = 3 << 20;

    private static readonly TimeSpan Length = LongRun.Or(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));

    [Fact]
    public async Task A_storm_of_short_processes_leaves_everything_flat()
    {
        using var collection = new Collection();
        using Process shell = Run.Start("/bin/sh", ["-c", Storm], collection.Environment);
        List<Sample> samples = [];
        int started = await Blow(shell, collection, samples);
        shell.StandardInput.Close();
        Assert.True(shell.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Equal(0, shell.ExitCode);
        collection.Finish().Dispose();
        int found = 0;
        collection.ForEachRecord((_, record) => found += IsStartOfTrue(record) ? 1 : 0);
        Assert.Equal(started, found);

        var (early, late) = (samples[(samples.Count / 4)..(samples.Count / 2)], samples[(samples.Count * 3 / 4)..]);
        Assert.All(samples, sample => Assert.InRange(sample.Segments, 0, SegmentsAtMost));
        Assert.All(samples, sample => Assert.Equal(0, sample.Zombies));
        AssertFlat("segments", early, late, sample => sample.Segments, SegmentsAtMost / 4);
        AssertFlat("memory of the forwarder", early, late, sample => sample.ForwarderMemory, GrowthAllowed);
        AssertFlat("memory of the log daemon", early, late, sample => sample.DaemonMemory, GrowthAllowed);
        AssertFlat("descriptors of the forwarder", early, late, sample => sample.ForwarderDescriptors, SegmentsAtMost / 4);
        AssertFlat("descriptors of the log daemon", early, late, sample => sample.DaemonDescriptors, 2);
    }

    private static async Task<int> Blow(Process shell, Collection collection, List<Sample> samples)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(EveryMilliseconds));
        var clock = Stopwatch.StartNew();
        int started = 0;
        for (; clock.Elapsed < Length && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken); started++)
        {
            await shell.StandardInput.WriteLineAsync();
            await shell.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            if (clock.Elapsed.TotalSeconds > samples.Count) samples.Add(Sample.Of(collection, shell.Id));
        }

        return started;
    }

    // Medians: a single look may fall on a burst.
    private static void AssertFlat(string what, List<Sample> early, List<Sample> late, Func<Sample, long> of, long allowed)
    {
        long before = Median(early.Select(of)), after = Median(late.Select(of));
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {before} early, {after} late");
        Assert.True(after <= before + allowed, $"{what} grew from {before} to {after}");
    }

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static bool IsStartOfTrue(ReadOnlySpan<byte> record) =>
        MemoryMarshal.Read<WireHead>(record).Kind == RecordKind.Process
        && MemoryMarshal.Read<WireProcess>(record).Reason == ProcessReason.Start
        && Encoding.UTF8.GetString(record[Marshal.SizeOf<WireProcess>()..]).Split('\0')[0].EndsWith("/true", StringComparison.Ordinal);

    private sealed record Sample(int Segments, long ForwarderMemory, long DaemonMemory, int ForwarderDescriptors, int DaemonDescriptors, int Zombies)
    {
        public static Sample Of(Collection collection, int shell)
        {
            int forwarder = collection.ForwarderId;
            return new Sample(
                collection.Segments.Length, Memory(forwarder), Memory(collection.DaemonId), Descriptors(forwarder), Descriptors(collection.DaemonId), ZombiesOf(shell));
        }

        private static long Memory(int process) => Field(process, "VmRSS:") * 1024;

        private static int Descriptors(int process) => Directory.Exists($"/proc/{process}/fd") ? Directory.GetFileSystemEntries($"/proc/{process}/fd").Length : 0;

        // The shell has one child at a time, which may just have ended; any other was not its own to wait for.
        private static int ZombiesOf(int shell) => Math.Max(0, Directory.EnumerateDirectories("/proc", "?*").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Count(folder => IsZombieOf(folder, shell)) - 1);

        private static bool IsZombieOf(string folder, int parent)
        {
            try
            {
                string stat = File.ReadAllText($"{folder}/stat");
                return stat[(stat.LastIndexOf(')') + 2)..].StartsWith($"Z {parent} ", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }

        private static long Field(int process, string name)
        {
            string path = $"/proc/{process}/status";
            string? line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal)) : null;
            return line is null ? 0 : long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], null);
        }
    }
}
