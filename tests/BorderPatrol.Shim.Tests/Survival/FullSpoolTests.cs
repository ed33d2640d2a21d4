using System.Runtime.InteropServices;
using BorderPatrol.Raw;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Survival;

/// <summary>A spool that takes nothing: the program runs on, what it could not record is counted, and recording goes on when there is room again.</summary>
public sealed class FullSpoolTests : IDisposable
{
    private const int Nobody = 65534;
    private const int Enough = 200_000; // writes: more than fits

    private readonly string _folder = Directory.CreateTempSubdirectory("bp-full-").FullName;

    /// <summary>With 40 threads all there is room for is what they have open.</summary>
    [Theory]
    [InlineData("4M", 2)]
    [InlineData("2M", 2)]
    [InlineData("2M", 40)]
    public void The_quota_ends_recording_until_the_log_daemon_takes_records_again(string quota, int threads)
    {
        using var collection = new Collection();
        FillsAndRecovers(collection, threads, KeyValuePair.Create("LIBBTRACE_QUOTA", quota));
    }

    [Fact]
    public void A_full_file_system_ends_recording_until_the_log_daemon_takes_records_again()
    {
        Require.Root();
        string disk = MakeSpool((UnixFileMode)0b1_111_111_111);
        Assert.Equal(0, Run.Plain("mount", "-t", "tmpfs", "-o", "size=3m,mode=1777", "tmpfs", disk).ExitCode);
        try
        {
            using var collection = new Collection(Path.Combine(disk, "spool"));
            FillsAndRecovers(collection, 2);
        }
        finally
        {
            Assert.Equal(0, Run.Plain("umount", "--lazy", disk).ExitCode);
        }
    }

    [Fact]
    public void A_spool_that_was_removed_is_made_anew()
    {
        using var collection = new Collection();
        using var run = new Numbered(0, "wait", 2, 0, collection.Environment);
        run.WaitFor(1, 1000);
        Collection.Signal(run.Process.Id, Collection.Stop);
        Directory.Delete(collection.Spool.Folder, recursive: true);
        Collection.Signal(run.Process.Id, Collection.Continue);
        Collection.WaitUntil(() => collection.Segments.Length > 1, () => "nothing is recorded into the new folder");
        run.WaitFor(1, run.Done(1) + Enough);
        run.Process.Kill();
        run.WaitForEnd();
        using RawLog log = collection.Finish();
        collection.ForEachRecord((_, record) => run.TakeAny(record));
        for (int slot = 0; slot < 2; slot++) Assert.InRange(run.LastFound(slot), run.Done(slot) - 1, run.Done(slot));
    }

    [Fact]
    public void A_folder_that_takes_nothing_costs_only_records()
    {
        Require.Root();
        string folder = MakeSpool((UnixFileMode)0b101_101_101);
        using var collection = new Collection(folder);
        using var run = new Numbered(0, "wait", 2, 0, collection.Environment, Nobody);
        run.WaitFor(1, Enough);
        Assert.Empty(collection.Segments);
        File.SetUnixFileMode(folder, (UnixFileMode)0b1_111_111_111);
        Collection.WaitUntil(() => collection.Segments.Length > 1, () => "recording does not begin");
        Collection.WaitUntil(() => new FileInfo(collection.RawLogPath).Length > 16 << 20, () => "no forwarder is started");
        run.Process.Kill();
        run.WaitForEnd();
        AssertCounted(collection, run, "programs without a segment on ");
    }

    [Fact]
    public void Another_users_folder_is_passed_over()
    {
        Require.Root();
        string folder = MakeSpool((UnixFileMode)0b1_111_111_111);
        Assert.Equal(0, Run.Plain("chown", "1", folder).ExitCode);
        Assert.Equal(0, Run.Plain("chmod", "0777", _folder).ExitCode);
        using var collection = new Collection(folder);
        using var run = new Numbered(0, "_exit", 2, 20_000, collection.Environment, Nobody);
        Assert.Equal(8, run.WaitForEnd());
        string own = $"{folder}-{Nobody}";
        Collection.WaitUntil(() => Directory.Exists(own) && Directory.GetFiles(own, "*.seg").Length == 0, () => "the user's own folder is not drained");
        using RawLog log = collection.Finish();
        collection.ForEachRecord((_, record) => run.TakeNext(record));
        run.Check();
    }

    public void Dispose()
    {
        foreach (string folder in Directory.GetDirectories(_folder)) Directory.Delete(folder, recursive: true);
        Directory.Delete(_folder);
    }

    private string MakeSpool(UnixFileMode mode)
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        string folder = Path.Combine(_folder, "spool");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, mode);
        return folder;
    }

    private static void FillsAndRecovers(Collection collection, int threads, params KeyValuePair<string, string>[] settings)
    {
        Collection.Signal(collection.DaemonId, Collection.Stop);
        using var run = new Numbered(0, "wait", threads, 0, collection.Environment.Concat(settings));
        for (int slot = 0; slot < threads; slot++) run.WaitFor(slot, Enough / threads);
        Collection.Signal(collection.DaemonId, Collection.Continue);
        Collection.WaitUntil(() => new FileInfo(collection.RawLogPath).Length > 8 << 20, () => "recording does not go on");
        run.Process.Kill();
        Assert.Equal(128 + 9, run.WaitForEnd());
        AssertCounted(collection, run, $"numbered [{run.Process.Id}] on ");
    }

    // Wherever writes are missing a LOSS record stands, and no fewer records are counted than writes are missing.
    private static void AssertCounted(Collection collection, Numbered run, string who)
    {
        using (RawLog log = collection.Finish())
        {
            Assert.All(log.Warnings, warning => Assert.Equal(ErrorIds.RecordsLost, warning.ErrorId));
            Assert.Contains(log.Warnings, warning => warning.Message.Contains(who, StringComparison.Ordinal));
            HashSet<ulong> lossy = [];
            collection.ForEachRecord((chunk, record) =>
            {
                if (MemoryMarshal.Read<WireHead>(record).Kind == RecordKind.Loss) lossy.Add(chunk.Stream);
                if (Numbered.Of(record) is null) return;
                bool told = lossy.Remove(chunk.Stream);
                Assert.False(run.TakeAny(record) && !told, "writes are missing where no LOSS record stands");
            });
            Assert.InRange(run.Missing, 1, log.Lost);
        }
    }
}
