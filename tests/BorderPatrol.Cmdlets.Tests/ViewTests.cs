using BorderPatrol.Cmdlets.Tests.Engine;

namespace BorderPatrol.Cmdlets.Tests;

/// <summary>What the terminal shows.</summary>
public sealed class ViewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();
    private readonly BPRun _run;

    public ViewTests() => _run = _session.Run<BPRun>("Import-BPRawLog $log", ("log", Shop.Write(_folder))).Single();

    [Fact]
    public void A_run_is_a_list()
    {
        var lines = _session.Show("$run", ("run", _run));
        Assert.Contains($"RunId           : {_run.RunId}", lines);
        Assert.Contains("Requests        : 3", lines);
    }

    [Fact]
    public void Requests_are_a_table()
    {
        var lines = _session.Show("Get-BPRequest");
        Assert.Matches(@"^Id +Start +Duration +CPU +Service +Status +Spans +Hosts +Certainty +Request$", lines[0]);
        Assert.Matches($@"^{_run.RunId[..8]}-1 +\S+ +[\d.,]+ +[\d.,]+ +front +200 +3 +web,db +Proven +GET /basket/{{n}}$", lines[2]);
        Assert.Equal(5, lines.Count);
    }

    [Fact]
    public void A_path_is_a_tree()
    {
        var lines = _session.Show("Get-BPPath $id", ("id", _run.RunId[..8] + "-1"));
        Assert.Equal($"   Request: {_run.RunId[..8]}-1", lines[0]);
        Assert.Matches(@"^Service +Host +Process +Duration +Self +CPU +Status +Request$", lines[1]);
        Assert.Matches(@"^front +web +\d+ .* 200 +GET /basket/{n}$", lines[3]);
        Assert.Matches(@"^  postgres +db +\d+ .*SELECT ", lines[4]);
        Assert.DoesNotContain("SELECT SELECT", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_detailed_path_marks_the_process_switches()
    {
        var lines = _session.Show("Get-BPPath $id -Detailed", ("id", _run.RunId[..8] + "-1"));
        Assert.Matches(@"^> Time +Host +Process +Program +Call +Result +Duration +Arguments +Text$", lines[1]);
        Assert.Matches(@"^> \S+ +web +\d+ front ", lines[3]);
        Assert.Contains(lines, line => line.StartsWith("> ", StringComparison.Ordinal) && line.Contains(" db ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  ", StringComparison.Ordinal) && line.Contains(" write ", StringComparison.Ordinal));
    }

    [Fact]
    public void Events_are_a_table() =>
        Assert.Matches(@"^Time +Process +Thread +Program +Call +Result +Duration +Arguments +Text$", _session.Show("Get-BPEvent $log", ("log", _run.RawLog))[0]);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
