using System.Text;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public sealed class SecretTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Beyond_loopback_nobody_listens_without_a_secret()
    {
        var (exitCode, output) = DaemonProcess.Run(["0", _folder.Path("test.raw"), "--listen", "0.0.0.0"]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("bplogd: SecretRequired: ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Path("test.raw")));
    }

    [Fact]
    public void With_a_secret_it_listens_on_all_addresses()
    {
        var environment = $"LIBBTRACE_SECRET_FILE={Write("secret", "between us")}";
        using var collector = DaemonProcess.Collect(_folder.Path("test.raw"), options: ["--listen", "*"], environment: [environment]);
        Assert.Contains("listening on 0.0.0.0:", collector.Output, StringComparison.Ordinal);
        using var caller = Caller.Greeted(collector.Port, "between us");
        Assert.Equal(512ul, caller.Store(Caller.Segment(1)));
    }

    [Fact]
    public void Another_loopback_address_needs_none()
    {
        using var collector = DaemonProcess.Collect(_folder.Path("test.raw"), options: ["--listen", "127.0.0.3"]);
        Assert.Contains("listening on 127.0.0.3:", collector.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_knows_it_is_served_and_who_does_not_is_refused()
    {
        using var collector = Collect(Write("secret", "between us\n"));
        using (var friend = Caller.Greeted(collector.Port, "between us")) Assert.Equal(512ul, friend.Store(Caller.Segment(1)));
        Refuses(collector, Caller.Greeted(collector.Port, "a guess"), "its shared secret is another");
        Refuses(collector, Caller.Greeted(collector.Port), "it has no shared secret");
    }

    [Fact]
    public void A_forwarder_with_the_secret_ships_and_one_with_another_does_not()
    {
        using var spool = new TemporaryFolder("/dev/shm");
        using var collector = Collect(Write("secret", "between us"));
        using var writer = new ThreadWriter(spool.Name, 1);
        writer.Write(10);
        using (var stranger = DaemonProcess.Forward(spool.Name, collector.Port, $"LIBBTRACE_SECRET_FILE={Write("other", "a guess")}"))
            stranger.Says("refused by the collector: its shared secret is another");
        using var friend = DaemonProcess.Forward(spool.Name, collector.Port, $"LIBBTRACE_SECRET_FILE={_folder.Path("secret")}");
        writer.Close();
        Assert.Equal(0, friend.WaitForEnd());
        RawLogContents.Read(_folder.Path("test.raw")).HoldsAll(writer.Stream, 10);
    }

    [Theory]
    [InlineData("", OwnerOnly, "is empty")]
    [InlineData("\n", OwnerOnly, "is empty")]
    [InlineData("open", OwnerOnly | UnixFileMode.OtherRead, "is open to other users")]
    [InlineData("open", OwnerOnly | UnixFileMode.GroupWrite, "is open to other users")]
    public void A_file_that_keeps_no_secret_is_refused(string content, UnixFileMode mode, string complaint)
    {
        var path = Write("secret", content);
        File.SetUnixFileMode(path, mode);
        Fails(path, complaint);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() => Fails(_folder.Path("nowhere"), "cannot be read");

    private void Fails(string secretFile, string complaint)
    {
        var (exitCode, output) = DaemonProcess.Run(["0", _folder.Path("test.raw")], $"LIBBTRACE_SECRET_FILE={secretFile}");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("bplogd: SecretFileInvalid: ", output, StringComparison.Ordinal);
        Assert.Contains(complaint, output, StringComparison.Ordinal);
    }

    private static void Refuses(DaemonProcess collector, Caller caller, string reason)
    {
        using (caller)
        {
            var (header, payload) = caller.Receive();
            Assert.Equal(ChunkKind.Refused, header.Kind);
            Assert.Equal(reason, Encoding.UTF8.GetString(payload));
            Assert.True(caller.IsClosed());
        }
        collector.Says(reason);
    }

    private DaemonProcess Collect(string secretFile) => DaemonProcess.Collect(
        _folder.Path("test.raw"), options: ["--listen", "127.0.0.1"], environment: [$"LIBBTRACE_SECRET_FILE={secretFile}"]);

    private string Write(string name, string content)
    {
        var path = _folder.Path(name);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }
}
