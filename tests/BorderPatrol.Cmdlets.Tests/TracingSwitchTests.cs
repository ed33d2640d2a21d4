using System.Diagnostics;
using System.Globalization;
using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class TracingSwitchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();

    private string Spool => _folder.File("spool");

    private string OwnPage => Path.Combine(Spool, $"switch.{UserId}");

    private static string UserId { get; } = Bpsh.Feed("", "/usr/bin/id", "-u").Output.Trim();

    [Fact]
    public void A_running_program_follows_at_once()
    {
        dynamic daemon = _session.Run("Start-BPLogDaemon $log -Port 0", ("log", _folder.File("a.raw"))).Single().BaseObject;
        using var cat = Traced((int)daemon.Port);
        Pass(cat, "one");
        _session.Run($"Disable-BPTracing -Spool {Spool}");
        Pass(cat, "second");
        _session.Run($"Enable-BPTracing -Spool {Spool}");
        Pass(cat, "the third");
        cat.StandardInput.Close();
        cat.WaitForExit();
        int[] written = [.. _session
            .Run<BPEvent>($"Stop-BPLogDaemon {daemon.Port}; Get-BPEvent $log")
            .Where(observed => observed is { Program: "cat", Call: "write" })
            .Select(observed => (int)observed.Result)];
        Assert.Equal(["one\n".Length, "the third\n".Length], written);
    }

    [Fact]
    public void A_program_starts_switched_off()
    {
        var found = _session.Run(
            $"$d = Start-BPLogDaemon $log -Port 0; Invoke-BPTraced -Off -Spool {Spool} cat $log | Out-Null; $d | Stop-BPLogDaemon; Get-BPEvent $log",
            ("log", _folder.File("a.raw")));
        Assert.Empty(found);
        Assert.Equal(1, File.ReadAllBytes(OwnPage)[0]);
    }

    [Theory]
    [InlineData("Disable", false, 1)]
    [InlineData("Enable", true, 0)]
    public void The_page_is_made_where_no_program_has_recorded_yet(string verb, bool enabled, byte word)
    {
        dynamic switched = _session.Run($"{verb}-BPTracing -Spool {Spool} -PassThru").Single().BaseObject;
        Assert.Equal((enabled, UserId, Spool), ((bool)switched.Enabled, ((long)switched.UserId).ToString(CultureInfo.InvariantCulture), (string)switched.Spool));
        Assert.Equal([word, .. new byte[4095]], File.ReadAllBytes(OwnPage));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OwnPage));
        Assert.Equal((UnixFileMode)0b1_111_111_111, File.GetUnixFileMode(Spool));
        Assert.Empty(_session.Run($"{verb}-BPTracing -Spool {Spool}"));
        Assert.Contains(Spool, _session.Show($"{verb}-BPTracing -Spool {Spool} -PassThru")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_spool_is_found_as_programs_find_it()
    {
        string host = $"no_such-host.{Environment.ProcessId}";
        string spool = $"/dev/shm/borderpatrol-{host}-7099";
        try
        {
            Assert.Equal(spool, SwitchedSpool($"Enable-BPTracing -HostName {host.Replace('_', '/')} -Port 7099 -PassThru"));
            Assert.Equal(spool, SwitchedSpool($"[pscustomobject]@{{ Address = '{host}'; Port = 7099 }} | Disable-BPTracing -PassThru"));
            Assert.Equal(1, File.ReadAllBytes(Path.Combine(spool, $"switch.{UserId}"))[0]);
        }
        finally
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    [Fact]
    public void What_if_switches_nothing()
    {
        Assert.Empty(_session.Run($"Disable-BPTracing -Spool {Spool} -WhatIf -PassThru"));
        Assert.False(Directory.Exists(Spool));
    }

    [Fact]
    public void A_link_in_the_pages_place_is_a_clear_error_and_leads_nowhere()
    {
        string target = _folder.File("target", "something else");
        Directory.CreateDirectory(Spool);
        File.CreateSymbolicLink(OwnPage, target);
        var error = _session.Fail($"Disable-BPTracing -Spool {Spool}");
        Assert.Equal("AccessDenied,BorderPatrol.Cmdlets.DisableBPTracingCommand", error.FullyQualifiedErrorId);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Equal("something else", File.ReadAllText(target));
    }

    [Fact]
    public void Root_switches_every_users_programs()
    {
        Require.Root();
        _session.Run($"Enable-BPTracing -Spool {Spool}");
        string page = Path.Combine(Spool, "switch.65534");
        File.Copy(OwnPage, page);
        _session.Run("chown 65534 $page", ("page", page));
        Assert.Equal(2, _session.Run($"Disable-BPTracing -Spool {Spool} -PassThru").Count);
        Assert.Equal((1, 1), (File.ReadAllBytes(page)[0], File.ReadAllBytes(OwnPage)[0]));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private string SwitchedSpool(string script) => (string)((dynamic)_session.Run(script).Single().BaseObject).Spool;

    private Process Traced(int port)
    {
        var start = new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["LD_PRELOAD"] = Repository.Shim;
        start.Environment["LIBBTRACE_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["LIBBTRACE_SPOOL"] = Spool;
        return Process.Start(start)!;
    }

    private static void Pass(Process cat, string line)
    {
        cat.StandardInput.WriteLine(line);
        cat.StandardInput.Flush();
        Assert.Equal(line, cat.StandardOutput.ReadLine());
    }
}
