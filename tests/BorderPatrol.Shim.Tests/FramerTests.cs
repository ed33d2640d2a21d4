using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>The framers' own tests, fuzzers included: tests/native/frame.</summary>
public class FramerTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests/native/frame");

    private static string Built => Path.Combine(Repository.Root, "tests/native/build/frame");

    [Fact]
    public void Recorded_conversations_and_odd_ones_give_the_same_messages_however_their_bytes_are_split() =>
        Passes(Run.Plain(Path.Combine(Built, "frame_test"), Path.Combine(Repository.Root, "tests/golden/frame")));

    [Fact]
    public void Two_threads_may_drive_the_two_directions_of_a_conversation() =>
        Passes(Run.Plain(Require.Program("setarch"), "-R", Path.Combine(Built, "race_test")));

    [Theory]
    [InlineData("http1")]
    [InlineData("postgres")]
    [InlineData("services")]
    public void Ten_seconds_of_fuzzing_find_nothing(string what)
    {
        Require.Program("clang");
        Passes(Run.Plain("make", "-s", "-C", Folder, $"fuzz-{what}", "FUZZ_SECONDS=10"));
    }

    private static void Passes(Run run) => Assert.True(run.ExitCode == 0, run.Output + run.Errors);
}
