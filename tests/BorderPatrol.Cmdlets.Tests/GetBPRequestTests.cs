using System.Management.Automation;
using BorderPatrol.Cmdlets.Tests.Engine;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class GetBPRequestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();
    private readonly BPRun _run;

    public GetBPRequestTests() => _run = _session.Run<BPRun>("Import-BPRawLog $log", ("log", Shop.Write(_folder))).Single();

    [Theory]
    [InlineData("", 3)]
    [InlineData("-First 2", 2)]
    [InlineData("-Service fro*", 3)]
    [InlineData("-Service postgres", 0)]
    [InlineData("-Route /BASKET/*", 2)]
    [InlineData("-Status 4??", 1)]
    [InlineData("-MinimumDuration 1:0:0", 0)]
    [InlineData("-Status 200 -First 1", 1)]
    public void Requests_are_filtered(string arguments, int count) =>
        Assert.Equal(count, _session.Run<BPRequest>($"Get-BPRequest {arguments}").Count);

    [Fact]
    public void The_engine_filters_as_well_and_the_path_follows()
    {
        var spans = _session.Run<BPSpan>("Get-BPRequest | Where-Object Status -ne 200 | Get-BPPath");
        Assert.Equal("404", Assert.Single(spans).Status);
    }

    [Fact]
    public void Ids_are_found_where_this_session_saw_their_run()
    {
        string id = _run.RunId[..8] + "-1";
        _session.Run("Import-BPRawLog $log -Store $other", ("log", Shop.Write(_folder)), ("other", _folder.File("other.duckdb")));
        Assert.Equal(id, _session.Run<BPRequest>("Get-BPRequest $id", ("id", id)).Single().Id);
        Assert.Equal(id, _session.Run<BPRequest>("Get-BPRequest -Id $id -Store $store", ("store", _folder.File("shop.duckdb"))).Single().Id);
    }

    [Fact]
    public void A_run_from_the_pipeline_selects_its_requests()
    {
        Assert.Equal(3, _session.Run<BPRequest>("$run | Get-BPRequest", ("run", _run)).Count);
        Assert.Empty(_session.Run("Get-BPRequest -RunId $none", ("none", new string('0', 32))));
    }

    [Fact]
    public void An_id_that_is_not_there_is_an_error_and_the_others_are_given()
    {
        using var shell = _session.Shell("Get-BPRequest $one, 00000000-9", ("one", _run.RunId[..8] + "-1"));
        Assert.Single(shell.Invoke());
        Assert.Equal("RequestNotFound,BorderPatrol.Cmdlets.GetBPRequestCommand", Assert.Single(shell.Streams.Error).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("$name/none.duckdb", ErrorIds.StoreNotFound)]
    [InlineData("$name/shop.raw", ErrorIds.NotAStore)]
    public void A_store_that_cannot_be_opened_is_a_clear_error(string store, string errorId)
    {
        var error = _session.Fail($"Get-BPRequest -Store {store}", ("name", _folder.Name));
        Assert.Equal($"{errorId},BorderPatrol.Cmdlets.GetBPRequestCommand", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("Get-BPRequest -Service f", "front")]
    [InlineData("Get-BPRequest -Route /l", "/lost")]
    [InlineData("Get-BPPath ", "-1")]
    [InlineData("Get-BPRequest -RequestId ", "-3")]
    public void Tab_completes_what_the_store_holds(string line, string expected)
    {
        using var shell = _session.Shell("TabExpansion2 $line $line.Length", ("line", line));
        var matches = ((CommandCompletion)shell.Invoke().Single().BaseObject).CompletionMatches;
        Assert.Contains(matches, match => match.CompletionText.EndsWith(expected, StringComparison.Ordinal));
        Assert.All(matches, match => Assert.Equal(CompletionResultType.ParameterValue, match.ResultType));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
