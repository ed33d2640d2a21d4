using BorderPatrol.Cmdlets.Tests.Engine;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests;

public sealed class InvokeBPTracedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineSession _session = new();

    [Theory]
    [InlineData("-la", "[-la]")]
    [InlineData("--color=never", "[--color=never]")]
    [InlineData("-Port 7", "[-Port][7]")]
    [InlineData("-v -d -e -o -w -i -p", "[-v][-d][-e][-o][-w][-i][-p]")]
    [InlineData("-Verbose -ErrorAction Stop", "[-Verbose][-ErrorAction][Stop]")]
    [InlineData("-x.y -a:b -I/usr/include -DX=1", "[-x.y][-a:b][-I/usr/include][-DX=1]")]
    [InlineData("a -- -b -- c", "[a][--][-b][--][c]")]
    [InlineData("'two  words' \"it's\" 'say \"so\"'", "[two  words][it's][say \"so\"]")]
    [InlineData("'' a ''", "[][a][]")]
    [InlineData("$empty $text $number", "[][a b][3]")]
    [InlineData("$list end", "[x][y z][end]")]
    [InlineData("@list -q", "[x][y z][-q]")]
    [InlineData("(1 + 1) \"$number items\" -n:$text -f:'a b'", "[2][3 items][-n:a b][-f:a b]")]
    [InlineData("007 1kb 0x10", "[007][1kb][0x10]")]
    [InlineData("*.txt '*.txt' \"*.txt\" no*match", "[one.txt][two.txt][*.txt][*.txt][no*match]")]
    [InlineData("~", "[$HOME]")]
    public void A_program_gets_its_arguments_as_any_native_command_does(string arguments, string expected)
    {
        _folder.File("one.txt", "");
        _folder.File("two.txt", "");
        var found = _session.Run<string>(
            $"$empty = ''; $text = 'a b'; $number = 3; $list = 'x', 'y z'; [void] $ExecutionContext.SessionState.Path.SetLocation($folder);"
            + $"Invoke-BPTraced printf '[%s]' {arguments}",
            ("folder", _folder.Name));
        Assert.Equal(expected.Replace("$HOME", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal), found.Single());
    }

    [Fact]
    public void Arguments_are_evaluated_once() =>
        Assert.Equal(["1", "1"], _session.Run("$i = 0; Invoke-BPTraced echo $($i += 1; $i); $i").Select(found => found.ToString()));

    [Fact]
    public void From_code_that_is_no_text_arguments_are_taken_as_they_are()
    {
        using var shell = System.Management.Automation.PowerShell.Create(_session.Runspace);
        shell.AddCommand("Invoke-BPTraced").AddArgument("printf").AddArgument("[%s]").AddArgument("-a").AddArgument("b c");
        Assert.Equal("[-a][b c]", shell.Invoke().Single().BaseObject);
    }

    [Fact]
    public void Output_and_exit_code_pass_through()
    {
        Assert.Equal(["one", "two", "7"], _session.Run("Invoke-BPTraced sh -c 'echo one; echo two; exit 7'; $LASTEXITCODE").Select(found => found.ToString()));
        Assert.Equal(["0"], _session.Run("Invoke-BPTraced true; $LASTEXITCODE").Select(found => found.ToString()));
    }

    [Fact]
    public void On_the_shells_own_output_nothing_is_held_back()
    {
        var shell = Bpsh.Run("-Command", "Invoke-BPTraced sh -c 'echo out; echo error >&2; exit 3'; exit $LASTEXITCODE");
        Assert.Equal((3, "out\n", "error\n"), (shell.ExitCode, shell.Output, shell.Error));
    }

    [Fact]
    public void Standard_input_and_the_pipeline_reach_the_program()
    {
        Assert.Equal("from outside", Bpsh.Feed("from outside", Bpsh.Path, "-Command", "Invoke-BPTraced cat").Output.Trim());
        Assert.Equal("a\nb\n", Bpsh.Run("-Command", "'a', 'b' | Invoke-BPTraced cat").Output);
    }

    [Fact]
    public void Only_the_program_is_traced_and_to_where_it_is_told_to()
    {
        var variables = _session.Run<string>(
            "Invoke-BPTraced -Port 7099 -HostName 10.0.0.1 -NoRedact -Spool $folder/spool -TextLimit 100 -Isolation full env",
            ("folder", _folder.Name));
        Assert.Contains($"LD_PRELOAD={Repository.Shim}", variables);
        Assert.Superset(
            new HashSet<string>
            {
                "LIBBTRACE_PORT=7099", "LIBBTRACE_HOST=10.0.0.1", "LIBBTRACE_REDACT=0", $"LIBBTRACE_SPOOL={_folder.Name}/spool", "LIBBTRACE_TEXT=100",
                "LIBBTRACE_ISOLATION=full",
            },
            variables.ToHashSet());
        Assert.DoesNotContain(_session.Run<string>("env"), variable => variable.Contains("libbtrace", StringComparison.Ordinal));
        Assert.Null(Environment.GetEnvironmentVariable("LD_PRELOAD"));
    }

    [Fact]
    public void What_a_program_does_arrives_in_the_raw_log()
    {
        var events = _session.Run<BPEvent>(
            "$d = Start-BPLogDaemon $log -Port 0; Invoke-BPTraced cat $file > $null; $d | Stop-BPLogDaemon; Get-BPEvent $log",
            ("log", _folder.File("a.raw")), ("file", _folder.File("read-me.txt", "text")));
        Assert.Contains(events, observed => observed is { Program: "cat" } && observed.Text.EndsWith("read-me.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_blocks_programs_are_traced_and_the_shell_is_not()
    {
        var found = _session.Run<string>(
            """
            function deep { sh -c 'echo deep $LD_PRELOAD' }
            Invoke-BPTraced { sh -c 'echo here $LD_PRELOAD'; deep; printf '[%s]' -v "a b"; "and $($args[0])" } more
            sh -c 'echo after $LD_PRELOAD'
            """);
        Assert.Equal([$"here {Repository.Shim}", $"deep {Repository.Shim}", "[-v][a b]", "and more", "after"], found.Select(line => line.Trim()));
    }

    [Fact]
    public void A_script_block_that_fails_leaves_nothing_traced()
    {
        Assert.Equal("RuntimeException", _session.Fail("Invoke-BPTraced { throw 'no' }").Exception.GetType().Name);
        Assert.Equal("after", _session.Run<string>("sh -c 'echo after $LD_PRELOAD'").Single().Trim());
    }

    [Theory]
    [InlineData("no-such-program -x", "ProgramNotFound")]
    [InlineData("", "ProgramNotFound")]
    [InlineData("Get-Command", "ProgramNotFound")]
    [InlineData("-ServicesFile $folder/bad ls", "ServicesFileInvalid")]
    [InlineData("-ServicesFile $folder/none ls", "ServicesFileInvalid")]
    [InlineData("-ProtocolsFile $folder/bad ls", "ProtocolsFileInvalid")]
    [InlineData("-ProtocolsFile $folder/none ls", "ProtocolsFileInvalid")]
    [InlineData("-SecretFile $folder/none ls", "AccessDenied")]
    [InlineData("-Bad ls", "Argument")]
    [InlineData("-S x ls", "Argument")]
    [InlineData("-Port 99999 ls", "Argument")]
    [InlineData("-Isolation some ls", "Argument")]
    [InlineData("-Port", "Argument")]
    public void A_wrong_call_is_a_clear_error(string arguments, string errorId)
    {
        _folder.File("bad", "www 8080/tcp http\nfoo bar\n# comment\n\nbig 70000/tcp\n");
        var error = _session.Fail($"Invoke-BPTraced {arguments}", ("folder", _folder.Name));
        Assert.Equal($"{errorId},BorderPatrol.Cmdlets.InvokeBPTracedCommand", error.FullyQualifiedErrorId);
        if (arguments.Contains("bad ls", StringComparison.Ordinal))
            Assert.Contains(errorId == "ProtocolsFileInvalid" ? "line 1: 'www 8080/tcp http'; line 2" : "line 2: 'foo bar'; line 5: 'big 70000/tcp'", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_services_file_is_handed_on()
    {
        string file = _folder.File("services", "# mine\nwww\t8080/tcp\thttp web # alias\n\npostgresql 5433/tcp\n");
        Assert.Contains($"LIBBTRACE_SERVICES={file}", _session.Run<string>("Invoke-BPTraced -ServicesFile $file env", ("file", file)));
    }

    [Fact]
    public void A_good_protocols_file_is_handed_on()
    {
        string file = _folder.File(
            "protocols", "# mine\nperl line # comment\n\told LINE End=CRLF greeting=yes keep=0\nfeed length offset=64 size=8 order=little adjust=-1024 keep=1048576\n");
        Assert.Contains($"LIBBTRACE_PROTOCOLS={file}", _session.Run<string>("Invoke-BPTraced -ProtocolsFile $file env", ("file", file)));
    }

    [Theory]
    [InlineData("perl")]
    [InlineData("perl words")]
    [InlineData("perl line size=4")]
    [InlineData("perl line keep=1048577")]
    [InlineData("perl line end")]
    [InlineData("feed length size=0")]
    [InlineData("feed length adjust=+1")]
    [InlineData("feed length end=lf")]
    [InlineData("a-name-of-thirty-two-bytes-or-more line")]
    public void A_line_that_declares_no_protocol_is_named(string line)
    {
        string file = _folder.File("protocols", $"perl line\n{line}\n");
        var error = _session.Fail("Invoke-BPTraced -ProtocolsFile $file env", ("file", file));
        Assert.Contains($"lines that are no protocols: line 2: '{line}'.", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_the_pipeline_ends_the_program()
    {
        string fifo = _folder.File("fifo");
        _session.Run("mkfifo $fifo", ("fifo", fifo));
        using var shell = _session.Shell("Invoke-BPTraced sh -c 'echo $$ > $0; exec sleep 600' $fifo > $null");
        var running = shell.BeginInvoke();
        int process = int.Parse(File.ReadAllText(fifo), System.Globalization.CultureInfo.InvariantCulture);
        var time = System.Diagnostics.Stopwatch.StartNew();
        shell.Stop();
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), $"it took {time.Elapsed}");
        Assert.ThrowsAny<System.Management.Automation.PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(process));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
