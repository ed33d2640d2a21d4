using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Core.Tests.Worlds;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class GetBPEventTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();

    [Fact]
    public void Events_come_in_order_of_time_with_who_did_what()
    {
        var events = _session.Run<BPEvent>("Get-BPEvent $log", ("log", Shop.Write(_folder)));
        Assert.Equal("accept4", events[0].Call);
        Assert.Equal(["front", "postgres"], events.Select(observed => observed.Program).Distinct());
        Assert.Equal(["web", "db"], events.Select(observed => observed.Host).Distinct());
    }

    [Fact]
    public void The_text_of_an_event_is_the_line_of_version_0_4()
    {
        var lines = _session.Run<string>("Get-BPEvent $log | ForEach-Object ToString", ("log", Shop.Write(_folder)));
        Assert.All(lines, line => Assert.Matches(@"(?s)^\d+\|\d+\|\d+,\d{1,6}\|\w+\|-?\d+\|[-\d,]*,.*$", line));
    }

    [Fact]
    public void A_torn_log_gives_a_warning()
    {
        File.WriteAllBytes(_folder.File("torn.raw"), Shop.RawLog()[..^5]);
        Assert.Contains(
            _session.Warnings("Get-BPEvent $path", ("path", _folder.File("torn.raw"))),
            warning => warning.StartsWith("RawLogTorn: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-BPEvent")]
    [InlineData("Import-BPRawLog")]
    public void Lost_records_give_a_warning_that_names_the_process(string command)
    {
        var world = new World();
        world.Machine("web").Start("front").Record.Loss(4);
        File.WriteAllBytes(_folder.File("lost.raw"), RawLogFile.Bytes(world));
        string warning = Assert.Single(_session.Warnings($"{command} $path", ("path", _folder.File("lost.raw"))));
        Assert.StartsWith("RecordsLost: Traced programs had to drop 4 records", warning, StringComparison.Ordinal);
        Assert.Contains("front [", warning, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
