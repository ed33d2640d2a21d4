using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class ImportBPRawLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();

    [Fact]
    public void A_raw_log_goes_into_a_store_beside_it()
    {
        string log = Shop.Write(_folder);
        var run = Assert.Single(_session.Run<BPRun>("Import-BPRawLog $log", ("log", log)));
        Assert.Equal((3, 6, log, false), (run.Requests, run.Spans, run.RawLog, run.AlreadyImported));
        Assert.Equal("web,db", run.Hosts);
        Assert.True(File.Exists(_folder.File("shop.duckdb")));
    }

    [Fact]
    public void Importing_twice_changes_nothing_and_says_so()
    {
        string log = Shop.Write(_folder);
        var runs = _session.Run<BPRun>("Import-BPRawLog $log; Import-BPRawLog $log", ("log", log));
        Assert.Equal([false, true], runs.Select(run => run.AlreadyImported));
        Assert.Equal(runs[0].RunId, runs[1].RunId);
        Assert.Equal(3, _session.Run("Get-BPRequest").Count);
    }

    [Fact]
    public void Wildcards_and_files_from_the_pipeline_are_taken()
    {
        Shop.Write(_folder, "a.raw");
        Shop.Write(_folder, "b.raw");
        Assert.Equal(2, _session.Run<BPRun>("Import-BPRawLog $name/*.raw -Store $name/all.duckdb", ("name", _folder.Name)).Count);
        Assert.Equal(2, _session.Run<BPRun>("[IO.FileInfo[]]('a.raw', 'b.raw').ForEach{ \"$name/$_\" } | Import-BPRawLog", ("name", _folder.Name)).Count);
    }

    [Fact]
    public void What_if_imports_nothing()
    {
        Assert.Empty(_session.Run("Import-BPRawLog $log -WhatIf", ("log", Shop.Write(_folder))));
        Assert.False(File.Exists(_folder.File("shop.duckdb")));
    }

    [Fact]
    public void PostgreSQL_is_a_store_too()
    {
        using var server = PostgresServer.Start();
        string log = Shop.Write(_folder);
        var requests = _session.Run<BPRequest>(
            "Import-BPRawLog $log -ConnectionString $database | Get-BPRequest", ("log", log), ("database", server.ConnectionString()));
        Assert.Equal(3, requests.Count);
        Assert.Equal(3, _session.Run<BPSpan>("Get-BPPath $id", ("id", requests[0].Id)).Count);
        Assert.Equal("DatabaseUnreachable,BorderPatrol.Cmdlets.GetBPRequestCommand", _session.Fail(
            "Get-BPRequest -ConnectionString 'Host=127.0.0.1;Port=1;Timeout=2'").FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("missing.raw", ErrorIds.RawLogNotFound)]
    [InlineData("missing*.raw", ErrorIds.RawLogNotFound)]
    [InlineData("text.raw", ErrorIds.NotARawLog)]
    [InlineData("empty.raw", ErrorIds.NotARawLog)]
    [InlineData("newer.raw", ErrorIds.RawLogNewerVersion)]
    public void A_file_that_cannot_be_read_is_a_clear_error(string name, string errorId)
    {
        _folder.File("text.raw", "This is no raw log, and it is long enough to hold the head of one, which is sixty-four bytes.");
        _folder.File("empty.raw", "");
        byte[] newer = Shop.RawLog();
        newer[8]++;
        File.WriteAllBytes(_folder.File("newer.raw"), newer);

        foreach (string command in new[] { "Import-BPRawLog", "Get-BPEvent" })
        {
            var error = _session.Fail($"{command} $path", ("path", _folder.File(name)));
            Assert.Equal($"{errorId},BorderPatrol.Cmdlets.{command.Replace("-", "", StringComparison.Ordinal)}Command", error.FullyQualifiedErrorId);
            Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails.RecommendedAction));
            Assert.Contains(_folder.Name, error.ErrorDetails.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_bad_file_does_not_keep_the_others_from_their_turn()
    {
        using var shell = _session.Shell("Import-BPRawLog $bad, $good", ("bad", _folder.File("missing.raw")), ("good", Shop.Write(_folder)));
        Assert.Single(shell.Invoke());
        Assert.Single(shell.Streams.Error);
    }

    [Fact]
    public void A_torn_and_a_damaged_raw_log_are_read_with_a_warning()
    {
        byte[] log = Shop.RawLog();
        File.WriteAllBytes(_folder.File("torn.raw"), log[..^5]);
        File.WriteAllBytes(_folder.File("damaged.raw"), [.. log[..200], (byte)~log[200], .. log[201..]]);
        Assert.Contains(_session.Warnings("Import-BPRawLog $path", ("path", _folder.File("torn.raw"))), warning => warning.StartsWith("RawLogTorn: ", StringComparison.Ordinal));
        Assert.Contains(_session.Warnings("Import-BPRawLog $path", ("path", _folder.File("damaged.raw"))), warning => warning.StartsWith("RawLogDamaged: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_is_none_and_a_folder_that_is_not_there_are_clear_errors()
    {
        string log = Shop.Write(_folder);
        string text = _folder.File("text.duckdb", "no store");
        Assert.StartsWith(ErrorIds.NotAStore, _session.Fail("Import-BPRawLog $log -Store $text", ("log", log), ("text", text)).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("no store", File.ReadAllText(text));
        var error = _session.Fail("Import-BPRawLog $log -Store $store", ("store", _folder.File("none/x.duckdb")));
        Assert.Contains("none", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith("Argument", _session.Fail("Import-BPRawLog $log -Store a -ConnectionString b").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
