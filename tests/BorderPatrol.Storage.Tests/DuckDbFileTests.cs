using System.Runtime.Versioning;
using BorderPatrol.Storage.Tests.Stores;
using DuckDB.NET.Data;

namespace BorderPatrol.Storage.Tests;

/// <summary>What is particular about a store in a file.</summary>
[SupportedOSPlatform("linux")]
public sealed class DuckDbFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DuckDbTestStore _place = new();

    private string Folder => Path.GetDirectoryName(_place.Place)!;

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_store_is_one_file_that_its_owner_alone_can_read()
    {
        using (var store = _place.Open())
        {
            for (int turn = 0; turn < 3; turn++)
            {
                string runId = $"{turn}{Sample.RunId[1..]}";
                using var writer = store.BeginRun(runId);
                Assert.All(Directory.GetDirectories(Folder), folder => Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
                for (int number = 1; number <= 20_000 * turn; number++) writer.AddRequest(Sample.Request(number, runId));
                if (turn != 1) writer.Commit(Sample.Run(runId));
                Assert.All(Directory.GetFiles(Folder), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
            }
        }
        Assert.Equal([_place.Place], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void What_a_killed_import_left_beside_the_store_is_removed()
    {
        Directory.CreateDirectory($"{_place.Place}.tmp");
        File.WriteAllText($"{_place.Place}.tmp/duckdb_temp_storage_DEFAULT-0.tmp", "left");
        Write(Sample.RunId);
        Assert.Equal([_place.Place], Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("a text that is longer than the head of a database, ")]
    public void A_file_that_is_no_store_is_refused_and_left_alone(string content)
    {
        string text = string.Concat(Enumerable.Repeat(content, 1000));
        File.WriteAllText(_place.Place, text);
        AssertRefused(ErrorIds.NotAStore);
        Assert.Equal(text, File.ReadAllText(_place.Place));
    }

    [Fact]
    public void A_database_of_somebody_else_is_refused_and_left_alone()
    {
        using (var connection = new DuckDBConnection($"DataSource={_place.Place}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE run (mine integer)";
            command.ExecuteNonQuery();
        }
        AssertRefused(ErrorIds.NotAStore);
    }

    [Fact]
    public void A_folder_is_no_store()
    {
        Directory.CreateDirectory(_place.Place);
        AssertRefused(ErrorIds.NotAStore);
    }

    [Fact]
    public void A_missing_folder_is_told()
    {
        var error = Assert.Throws<BorderPatrolException>(() => PathStore.Open(Path.Combine(Folder, "no", "run.duckdb"), create: true));
        Assert.Equal(ErrorIds.StoreNotFound, error.ErrorId);
        Assert.Contains("folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_the_right_to_write_is_told()
    {
        // Not even root makes files in sysfs.
        var error = Assert.Throws<BorderPatrolException>(() => PathStore.Open("/sys/run.duckdb", create: true));
        Assert.Equal(ErrorIds.AccessDenied, error.ErrorId);
    }

    [Fact]
    public void What_stands_in_the_way_is_told()
    {
        using var store = _place.Open();
        File.WriteAllText($"{_place.Place}.tmp", "no folder");
        Assert.Equal(ErrorIds.StoreFailed, Assert.Throws<BorderPatrolException>(() => store.BeginRun(Sample.RunId)).ErrorId);
        File.Delete($"{_place.Place}.tmp");
        Write(Sample.RunId);
    }

    [Fact]
    public void Paths_are_taken_literally()
    {
        string path = Path.Combine(Folder, "a;ACCESS_MODE=READ_ONLY 'ä\" b.duckdb");
        using (var store = PathStore.Open(path, create: true)) Assert.Equal(path, store.Location);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_store_opened_for_reading_is_not_written()
    {
        using (_place.Open())
        {
        }
        using var store = _place.Open(create: false);
        Assert.Throws<InvalidOperationException>(() => store.BeginRun(Sample.RunId));
    }

    [Fact]
    public void A_store_that_this_process_has_open_for_reading_can_be_written()
    {
        Write(Sample.RunId);
        using var reader = _place.Open(create: false);
        Assert.Single(reader.GetRuns());
        Write(Sample.OtherRunId);
        Assert.Equal(2, reader.GetRuns().Count);
    }

    [Fact]
    public void A_store_is_not_written_while_this_process_reads_an_answer()
    {
        Write(Sample.RunId);
        using var reader = _place.Open(create: false);
        using (var answer = reader.GetRequests(new RequestQuery()).GetEnumerator())
        {
            Assert.True(answer.MoveNext());
            Assert.Equal(ErrorIds.StoreBusy, Assert.Throws<BorderPatrolException>(() => _place.Open()).ErrorId);
            Assert.True(answer.MoveNext());
        }
        Write(Sample.OtherRunId);
    }

    [Fact]
    public void A_damaged_store_is_told()
    {
        Write(Sample.RunId);
        byte[] bytes = File.ReadAllBytes(_place.Place);
        Array.Fill<byte>(bytes, 0x55, 12288, bytes.Length - 12288);
        File.WriteAllBytes(_place.Place, bytes);

        var error = Assert.Throws<BorderPatrolException>(() =>
        {
            using var store = _place.Open(create: false);
            _ = store.GetRequests(new RequestQuery()).Count();
        });
        Assert.Equal(ErrorIds.StoreFailed, error.ErrorId);
    }

    private void Write(string runId)
    {
        using var store = _place.Open();
        using var writer = store.BeginRun(runId);
        for (int number = 1; number <= 1000; number++) writer.AddRequest(Sample.Request(number, runId));
        writer.Commit(Sample.Run(runId));
    }

    private void AssertRefused(string errorId)
    {
        foreach (bool create in (bool[])[true, false])
        {
            var error = Assert.Throws<BorderPatrolException>(() => _place.Open(create));
            Assert.Equal(errorId, error.ErrorId);
            Assert.Contains(_place.Place, error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Hint);
        }
    }
}
