using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>The programs of tests/native/isolation and the levels at which they run.</summary>
internal static class Isolation
{
    /// <summary>All levels of isolation.</summary>
    public static readonly string[] Levels = ["none", "reads", "full"];

    /// <summary>The path of a program of tests/native/isolation.</summary>
    public static string Program(string name) => Path.Combine(Repository.Root, "tests/native/build/isolation", name);

    /// <summary>Runs such a program traced at a level of isolation.</summary>
    public static Run Traced(Spool spool, string level, string program, params string[] arguments) =>
        Run.To(Program(program), arguments, spool.Environment.Append(KeyValuePair.Create("LIBBTRACE_ISOLATION", level)));
}
