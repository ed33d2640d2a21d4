using BorderPatrol.Testing;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>Plays one scenario untraced and traced, and demands that nothing but the records tells them apart.</summary>
internal static class Comparison
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit;

    // Programs are not always alike untraced: Apache's children crash at a restart once in many. What was seen traced must have been seen untraced.
    private const int UntracedPlays = 3;

    /// <summary>Plays, compares, and returns what the traced play recorded.</summary>
    /// <param name="ports">How many free ports the scenario needs; both plays get the same.</param>
    /// <param name="play">Starts programs, puts them under load, and notes on the stage what must be equal.</param>
    /// <param name="restricted">A program that restricts its own system calls, so that it cannot go on recording.</param>
    public static Recorded Play(int ports, Action<Stage> play, string? restricted = null)
    {
        string folder = Directory.CreateTempSubdirectory("bp-programs-").FullName;
        string spool = Path.Combine("/dev/shm", Path.GetFileName(folder));
        try
        {
            // Servers give up root's rights, and the checkout may lie where only root may look.
            File.SetUnixFileMode(folder, Everyone);
            string shim = Path.Combine(folder, "libbtrace.so");
            File.Copy(Path.Combine(Repository.Root, "native/build/libbtrace.so"), shim);
            Directory.CreateDirectory(spool);
            File.SetUnixFileMode(spool, Everyone);

            int[] free = Ports.Free(ports);
            string stage = Path.Combine(folder, "stage");
            var untraced = Watch(new Stage(stage, free, []), play);
            var traced = Watch(new Stage(stage, free, Tracing(shim, spool)), play);
            var recorded = Recorded.Read(spool);
            for (int plays = 1; plays < UntracedPlays && !untraced.SequenceEqual(traced); plays++) untraced = Watch(new Stage(stage, free, []), play);
            AssertEqual(untraced, traced);
            TestContext.Current.TestOutputHelper?.WriteLine(recorded.ToString());
            recorded.AssertNothingLost(restricted);
            return recorded;
        }
        finally
        {
            Directory.Delete(spool, recursive: true);
            Directory.Delete(folder, recursive: true);
        }
    }

    // The level of event isolation may be chosen for a whole run of these tests.
    private static string[] Tracing(string shim, string spool)
    {
        string[] always = [$"LD_PRELOAD={shim}", $"LIBBTRACE_SPOOL={spool}"];
        return Environment.GetEnvironmentVariable("LIBBTRACE_ISOLATION") is { } level ? [.. always, $"LIBBTRACE_ISOLATION={level}"] : always;
    }

    private static IReadOnlyList<string> Watch(Stage stage, Action<Stage> play)
    {
        using (stage)
        {
            play(stage);
            stage.AssertNobodyIsLeft();
            return stage.Seen;
        }
    }

    private static string FirstDifference(IReadOnlyList<string> untraced, IReadOnlyList<string> traced)
    {
        int line = untraced.Zip(traced).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line}: - {untraced.ElementAtOrDefault(line)} + {traced.ElementAtOrDefault(line)}";
    }

    private static void AssertEqual(IReadOnlyList<string> untraced, IReadOnlyList<string> traced)
    {
        if (untraced.SequenceEqual(traced)) return;
        var differences = untraced.Except(traced).Take(20).Select(line => $"- {line}")
            .Concat(traced.Except(untraced).Take(20).Select(line => $"+ {line}"));
        Assert.Fail($"Traced (+) is not as untraced (-):\n{string.Join('\n', differences.Select(line => line[..Math.Min(line.Length, 400)]).DefaultIfEmpty(FirstDifference(untraced, traced)))}");
    }
}
