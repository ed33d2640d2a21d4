using BorderPatrol.Cmdlets.Tests.Engine;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class GetBPPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();
    private readonly string _first;

    public GetBPPathTests() => _first = _session.Run<BPRun>("Import-BPRawLog $log", ("log", Shop.Write(_folder))).Single().RunId[..8] + "-1";

    [Fact]
    public void Spans_come_in_causal_order()
    {
        var spans = _session.Run<BPSpan>("Get-BPPath $id", ("id", _first));
        Assert.Equal([0, 1, 2], spans.Select(span => span.Sequence));
        Assert.Equal([0, 1, 1], spans.Select(span => span.Depth));
        Assert.Equal(["front", "postgres", "postgres"], spans.Select(span => span.Service));
        Assert.Contains("/* basket 1 */", spans[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Detailed_gives_every_event_with_process_switches_marked()
    {
        var events = _session.Run("Get-BPPath $id -Detailed", ("id", _first));
        var pairs = events.Select(shown => ((BPEvent)shown.BaseObject, Switch: (bool)shown.Properties["ProcessSwitch"].Value)).ToList();
        Assert.Contains(pairs, pair => pair.Item1.Host == "db");
        Assert.True(pairs[0].Switch);
        for (int i = 1; i < pairs.Count; i++)
            Assert.Equal(pairs[i].Item1.ProcessId != pairs[i - 1].Item1.ProcessId || pairs[i].Item1.Host != pairs[i - 1].Item1.Host, pairs[i].Switch);
        Assert.All(pairs, pair => Assert.Equal(_first, pair.Item1.RequestId));
    }

    [Fact]
    public void Without_a_request_all_paths_are_given() => Assert.Equal(6, _session.Run<BPSpan>("Get-BPPath").Count);

    [Fact]
    public void Requests_and_ids_come_through_the_pipeline()
    {
        Assert.Equal(6, _session.Run<BPSpan>("Get-BPRequest | Get-BPPath").Count);
        Assert.Equal(3, _session.Run<BPSpan>("$id | Get-BPPath", ("id", _first)).Count);
        Assert.Equal(3, _session.Run<BPSpan>("@{ RequestId = $id } | ForEach-Object { [pscustomobject] $_ } | Get-BPPath", ("id", _first)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Detailed")]
    public void A_request_that_is_not_there_is_an_error(string arguments)
    {
        var error = _session.Fail($"Get-BPPath nonsense {arguments}");
        Assert.Equal("RequestNotFound,BorderPatrol.Cmdlets.GetBPPathCommand", error.FullyQualifiedErrorId);
        Assert.Contains("'nonsense'", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
