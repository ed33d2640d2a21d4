using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>Programs whose threads do little but lock, wait and wake each other: the same results, and the hand-overs recorded.</summary>
public sealed class LockProgramTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/programs/locks");

    private readonly string _classes = Directory.CreateTempSubdirectory("bp-locks-").FullName;

    [Fact]
    public void Python() => Compare(Require.Program("/usr/bin/python3"), Path.Combine(Folder, "locks.py"));

    [Fact]
    public void Java()
    {
        Run compiled = Run.Plain(Require.Program("javac"), "-d", _classes, Path.Combine(Folder, "Locks.java"));
        Assert.True(compiled.ExitCode == 0, compiled.Errors);
        Compare(Require.Program("java"), "-Xmx64m", "-cp", _classes, "Locks");
    }

    [Fact]
    public void Net()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        Compare(Require.Program("dotnet"), Path.Combine(Folder, "bin", configuration, "net10.0/locks.dll"));
    }

    [Theory]
    [InlineData("threads")]
    [InlineData("fork")]
    [InlineData("early")]
    [InlineData("mutexes")]
    public void An_allocator_that_locks_beside_the_shim(string snippet)
    {
        string? jemalloc = Directory.EnumerateFiles("/usr/lib", "libjemalloc.so.2", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).FirstOrDefault();
        Require.That(jemalloc is not null, "libjemalloc2 is not installed");
        Run plain = Run.Plain(Native.Snippet(snippet));
        foreach (string preload in (string[])[$"{Native.Shim}:{jemalloc}", $"{jemalloc}:{Native.Shim}"])
        {
            using var spool = new Spool();
            Run traced = Run.To(Native.Snippet(snippet), [], [KeyValuePair.Create("LD_PRELOAD", preload), KeyValuePair.Create("LIBBTRACE_SPOOL", spool.Folder)]);
            Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
            Assert.NotEmpty(spool.Streams);
        }
    }

    public void Dispose() => Directory.Delete(_classes, recursive: true);

    private static void Compare(string program, params string[] arguments)
    {
        using var spool = new Spool();
        Run plain = Run.Plain(program, arguments), traced = Run.Traced(spool, program, arguments);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
        Assert.Equal(0, plain.ExitCode);
        Record[] records = [.. spool.Streams.SelectMany(stream => stream.Records)];
        Assert.Contains(records, record => record.CallNumber == Calls.CondWait || record.CallNumber == Calls.SemWait);
        Assert.Contains(records, record => record.CallNumber == Calls.CondSignal || record.CallNumber == Calls.SemPost);
    }
}
