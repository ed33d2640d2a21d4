using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>Every kind of program: it does what it does untraced, and the marks that it made are all recorded.</summary>
public class KindTests
{
    /// <summary>A program of tests/native/kinds and its marks: mark times count.</summary>
    public static TheoryData<string, string> Kinds => new()
    {
        { "cancelled", "1x150 2x150 3x1" },
        { "coroutines", "1x2000 2x2000" },
        { "daemon", "1x1 2x1 3x3000" },
        { "depth", "1x3000" },
        { "dumpable", "1x5000 2x5000" },
        { "far_numbers", "11x4" },
        { "full_table", "1x30000 2x30000 3x30000" },
        { "many_threads", "1x5120" },
        { "numbers", "1x100000" },
        { "renumbered", "1x5000 2x5000" },
        { "robust", "1x1 2x1 3x1" },
        { "small_stacks", "1x2000 2x2000" },
        { "spawn_options", "1x1 7x7" },
        { "storm", "1x20000 2x1000" },
        { "sweeps", "1x5000 2x5000 3x5000 4x5000 5x5000 6x5000 7x1" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_program_does_the_same_traced_and_all_of_it_is_recorded(string name, string marks)
    {
        using var spool = new Spool();
        SameTraced(spool, Native.Kind(name));
        Assert.Equal(marks, MarksIn(spool));
        Assert.All(spool.Streams, stream => Assert.Equal(0ul, stream.Lost));
    }

    [Theory]
    [InlineData("confined", "1x30000")]
    [InlineData("dropped", "1x25000")]
    public void A_program_that_leaves_its_place_or_its_rights_loses_nothing(string name, string marks)
    {
        Require.Root();
        A_program_does_the_same_traced_and_all_of_it_is_recorded(name, marks);
    }

    [Fact]
    public void A_spool_that_the_new_user_cannot_reach_by_its_path_goes_on_taking_records()
    {
        Require.Root();
        string locked = Directory.CreateTempSubdirectory("bp-locked-").FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var spool = new Spool(Path.Combine(locked, "spool"));
        SameTraced(spool, Native.Kind("dropped"));
        Assert.Equal("1x25000", MarksIn(spool));
        Directory.Delete(locked, recursive: true);
    }

    [Fact]
    public void A_program_without_room_for_records_goes_on_and_what_was_lost_is_counted()
    {
        using var spool = new Spool();
        SameTraced(spool, Native.Kind("small_limits"));
        int kept = spool.Streams.SelectMany(stream => stream.Marks).Count(mark => mark == 1);
        ulong lost = spool.Streams.Aggregate(0ul, (sum, stream) => sum + stream.Lost);
        Assert.True((ulong)kept + lost >= 180_000, $"{kept} kept, {lost} counted as lost");
    }

    [Theory]
    [InlineData]
    [InlineData("prctl")]
    public void Strict_seccomp_is_survived(params string[] how)
    {
        using var spool = new Spool();
        SameTraced(spool, Native.Kind("strict"), how);
        Assert.Equal("1x1", MarksIn(spool));
    }

    [Theory]
    [InlineData("mount -t tmpfs -o ro none /dev/shm")]
    [InlineData("mount -t tmpfs -o size=64k none /dev/shm")]
    [InlineData("mount -t tmpfs none /dev; mknod -m 666 /dev/null c 1 3")]
    public void Without_a_writable_shared_memory_folder_a_program_runs_as_ever(string mount)
    {
        Require.Root();
        string script = $"{mount}; exec {Native.Kind("daemon")}";
        string[] arguments = ["-m", "/bin/sh", "-c", script];
        Run plain = Run.Plain(Require.Program("unshare"), arguments);
        Run traced = Run.To(Require.Program("unshare"), arguments, [KeyValuePair.Create("LD_PRELOAD", Native.Shim), KeyValuePair.Create("LIBBTRACE_PORT", "7099")]);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
    }

    [Theory]
    [InlineData("strace", "-f", "-o", "/dev/null")]
    [InlineData("gdb", "-q", "-batch", "-ex", "set startup-with-shell off", "-ex", "handle SIGALRM nostop noprint pass", "-ex", "run", "--args")]
    public void A_program_under_a_debugger_is_traced_too(string debugger, params string[] arguments)
    {
        using var spool = new Spool();
        Run run = Run.Traced(spool, Require.Program(debugger), [.. arguments, Native.Kind("many_threads")]);
        Assert.Contains("sum 32640", run.Output);
        Assert.Equal("1x5120", MarksIn(spool));
    }

    private static void SameTraced(Spool spool, string program, params string[] arguments)
    {
        Run plain = Run.Plain(program, arguments), traced = Run.Traced(spool, program, arguments);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
    }

    private static string MarksIn(Spool spool) => string.Join(' ', spool.Streams
        .SelectMany(stream => stream.Marks)
        .GroupBy(mark => mark)
        .OrderBy(group => group.Key)
        .Select(group => $"{group.Key}x{group.Count()}"));
}
