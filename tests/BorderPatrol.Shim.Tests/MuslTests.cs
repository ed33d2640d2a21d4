using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>Programs of musl: the shim built for glibc serves them too, as does the one built for musl alone.</summary>
public class MuslTests
{
    /// <summary>Programs of tests/native and the marks that must be recorded; null where the test is of the behaviour alone.</summary>
    private static readonly (string Name, string? Marks)[] Programs =
    [
        ("kinds/confined", "1x30000"), ("kinds/dropped", "1x25000"), ("kinds/dumpable", "1x5000 2x5000"), ("kinds/far_numbers", "11x4"),
        ("kinds/full_table", "1x30000 2x30000 3x30000"), ("kinds/many_threads", "1x5120"), ("kinds/numbers", "1x100000"), ("kinds/robust", "1x1 2x1 3x1"),
        ("kinds/small_limits", null), ("kinds/small_stacks", "1x2000 2x2000"), ("kinds/storm", "1x20000 2x1000"), ("kinds/strict", "1x1"),
        .. new[] { "children", "descriptors", "early", "errors", "fork", "jail", "killed", "raw_fork", "seccomp", "shells", "spawn", "subreaper", "sweep", "switch", "syscalls", "threads", "vfork" }
            .Select(name => ($"snippets/{name}", (string?)null)),
    ];

    /// <summary>A shell of glibc, which a program's libc starts by itself, takes only the library that serves both.</summary>
    public static TheoryData<string, string?, string> Cases =>
    [
        .. Programs.Select(program => new TheoryDataRow<string, string?, string>(program.Name, program.Marks, "libbtrace.so")),
        .. Programs.Where(program => program.Name is not ("snippets/errors" or "snippets/shells"))
            .Select(program => new TheoryDataRow<string, string?, string>(program.Name, program.Marks, "musl/libbtrace.so")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_program_does_the_same_traced_and_is_recorded(string name, string? marks, string shim)
    {
        string program = Path.Combine(Repository.Root, "tests/native/build/musl", name);
        Require.That(File.Exists(program), "musl-tools is not installed");
        if (name is "kinds/confined" or "kinds/dropped") Require.Root();
        using var spool = new Spool { Shim = Path.Combine(Repository.Root, "native/build", shim) };
        Run plain = Run.Plain(program), traced = Run.Traced(spool, program);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
        Assert.NotEmpty(spool.Streams);
        if (marks is not null) Assert.Equal(marks, MarksIn(spool));
    }

    /// <summary>A program may run where there is no other library, and a loader of musl takes a need of glibc's own for itself.</summary>
    [Fact]
    public void The_shim_needs_libc_alone()
    {
        Run listed = Run.Plain(Require.Program("readelf"), "-d", Native.Shim);
        string needed = Assert.Single(listed.Output.Split('\n'), line => line.Contains("(NEEDED)", StringComparison.Ordinal));
        Assert.EndsWith("[libc.so.6]", needed);
    }

    [Fact]
    public void Programs_of_both_libcs_execute_each_other_and_stay_traced()
    {
        string musl = Path.Combine(Repository.Root, "tests/native/build/musl/snippets/shells");
        Require.That(File.Exists(musl), "musl-tools is not installed");
        using var spool = new Spool();
        Run run = Run.Traced(spool, "/bin/sh", "-c", $"{musl}; exit 3");
        Assert.Equal(("", 3), (run.Errors, run.ExitCode));
        Assert.Contains(spool.Streams, stream => stream.Program == "shells");
        Assert.True(spool.Streams.Count(stream => stream.Program == "dash") > 1, "the musl program's shells are traced");
    }

    /// <summary>Marks of these programs carry another bit, because musl's clone does not look at its stack.</summary>
    private static string MarksIn(Spool spool) => string.Join(' ', spool.Streams
        .SelectMany(stream => stream.Marks)
        .GroupBy(mark => mark & 0x7fff)
        .OrderBy(group => group.Key)
        .Select(group => $"{group.Key}x{group.Count()}"));
}
