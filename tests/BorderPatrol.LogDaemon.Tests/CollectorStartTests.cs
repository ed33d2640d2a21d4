using System.Net;
using System.Net.Sockets;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public sealed class CollectorStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string RawLog => _folder.Path("test.raw");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_and_version_are_given()
    {
        var (exitCode, help) = DaemonProcess.Run(["--help"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("bplogd PORT FILE [--listen ADDRESS]", help, StringComparison.Ordinal);
        Assert.Matches(@"^bplogd \d+\.\d+\.\d+$", DaemonProcess.Run(["--version"]).Output);
    }

    [Theory]
    [InlineData("PORT and FILE are needed")]
    [InlineData("PORT and FILE are needed", "7070")]
    [InlineData("unexpected argument more", "7070", "file", "more")]
    [InlineData("seven is not a port", "seven", "file")]
    [InlineData("70000 is not a port", "70000", "file")]
    [InlineData("unknown option --lisen", "7070", "file", "--lisen", "::1")]
    [InlineData("--listen needs an address", "7070", "file", "--listen")]
    [InlineData("here is not an IP address", "7070", "file", "--listen=here")]
    [InlineData("forward takes no arguments", "forward", "now")]
    public void Wrong_usage_is_explained(string complaint, params string[] arguments)
    {
        var (exitCode, output) = DaemonProcess.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"bplogd: {complaint}", output, StringComparison.Ordinal);
        Assert.EndsWith("Try 'bplogd --help'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Ready_means_listening_on_both_loopbacks_with_a_private_file()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        Assert.Equal($"listening on 127.0.0.1:{collector.Port}, writing {RawLog}", collector.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RawLog));
        using var six = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        Require.That(File.Exists("/proc/net/if_inet6"), "needs IPv6");
        six.Connect(IPAddress.IPv6Loopback, collector.Port);
        Assert.Equal(0, collector.End("INT"));
        Assert.Equal(RawLogHeader.Size, new FileInfo(RawLog).Length);
    }

    [Fact]
    public void A_port_in_use_is_named_and_no_file_is_made()
    {
        using var other = DaemonProcess.Collect(RawLog);
        var (exitCode, output) = DaemonProcess.Run([$"{other.Port}", _folder.Path("second.raw")]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"bplogd: PortInUse: port {other.Port} on 127.0.0.1 is in use", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Path("second.raw")));
    }

    [Fact]
    public void A_port_is_free_again_as_soon_as_its_collector_is_gone()
    {
        using var first = DaemonProcess.Collect(RawLog);
        using var caller = Caller.Greeted(first.Port);
        first.End("KILL");
        using var second = DaemonProcess.Collect(RawLog, first.Port);
        Assert.Equal(first.Port, second.Port);
    }

    [Fact]
    public void A_raw_log_has_one_writer()
    {
        using var first = DaemonProcess.Collect(RawLog);
        Fails("RawLogBusy", RawLog);
    }

    [Theory]
    [InlineData("some text that is no raw log")]
    [InlineData("some text that is no raw log and is longer than the head of one would be, so that nothing is missing")]
    [InlineData("BPRAW")]
    public void A_file_that_is_no_raw_log_is_left_alone(string content)
    {
        File.WriteAllText(RawLog, content + "!");
        Fails("NotARawLog", RawLog);
        Assert.Equal(content + "!", File.ReadAllText(RawLog));
    }

    [Fact]
    public void A_device_is_no_raw_log() => Fails("NotARawLog", "/dev/null");

    [Fact]
    public void A_newer_raw_log_is_left_alone()
    {
        var head = RawLogHeader.Create();
        head[8] = 2;
        File.WriteAllBytes(RawLog, head);
        Fails("RawLogNewerVersion", RawLog);
        Assert.Equal(head, File.ReadAllBytes(RawLog));
    }

    [Fact]
    public void A_head_that_was_never_finished_is_begun_anew()
    {
        File.WriteAllBytes(RawLog, RawLogHeader.Create()[..20]);
        using var collector = DaemonProcess.Collect(RawLog);
        Assert.Equal(0, RawLogContents.Read(RawLog).TornBytes);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() => Fails("AccessDenied", _folder.Path("nowhere/test.raw"));

    [Fact]
    public void Without_permission_to_write_it_says_so()
    {
        string[] asNobody = Environment.UserName == "root" ? [Require.Program("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        File.SetUnixFileMode(_folder.Name, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var collector = new DaemonProcess([.. asNobody, Repository.LogDaemon, "0", RawLog]);
        Assert.Equal(1, collector.WaitForEnd());
        Assert.StartsWith("bplogd: AccessDenied: ", collector.Output, StringComparison.Ordinal);
        File.SetUnixFileMode(_folder.Name, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_collector_is_not_traced_itself()
    {
        using var collector = DaemonProcess.Collect(RawLog, environment: ["LD_PRELOAD=/nowhere/libbtrace.so:/nowhere/other.so", "KEPT=1"]);
        var environment = File.ReadAllText($"/proc/{collector.Id}/environ").Split('\0');
        Assert.Contains("LD_PRELOAD=/nowhere/other.so", environment);
        Assert.Contains("KEPT=1", environment);
        Assert.Equal("bplogd", File.ReadAllText($"/proc/{collector.Id}/comm").Trim());
    }

    private static void Fails(string errorId, string rawLog)
    {
        var (exitCode, output) = DaemonProcess.Run(["0", rawLog]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"bplogd: {errorId}: ", output, StringComparison.Ordinal);
    }
}
