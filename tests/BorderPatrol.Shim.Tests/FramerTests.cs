using System.Text.RegularExpressions;
using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>The framers' own tests, fuzzers included: tests/native/frame.</summary>
public partial class FramerTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests/native/frame");

    /// <summary>Every protocol's, and that of the services map.</summary>
    public static TheoryData<string> Fuzzers =>
        ["services", .. Protocol().Matches(File.ReadAllText(Path.Combine(Repository.Root, "native/wire/protocols.def"))).Select(line => line.Groups[1].Value)];

    private static string Built => Path.Combine(Repository.Root, "tests/native/build/frame");

    [Fact]
    public void Recorded_conversations_and_odd_ones_give_the_same_messages_however_their_bytes_are_split() =>
        Passes(Run.Plain(Path.Combine(Built, "frame_test"), Path.Combine(Repository.Root, "tests/golden/frame")));

    [Fact]
    public void Two_threads_may_drive_the_two_directions_of_a_conversation() =>
        Passes(Run.Plain(Require.Program("setarch"), "-R", Path.Combine(Built, "race_test")));

    [Fact]
    public void A_call_takes_time_for_the_bytes_that_it_takes_and_no_others() =>
        Passes(Run.Plain(Path.Combine(Built, "linear_test"), Path.Combine(Repository.Root, "tests/golden/frame")));

    [Fact]
    public void Tshark_finds_the_same_borders_in_recorded_conversations()
    {
        Require.Program("tshark");
        Passes(Run.Plain("make", "-s", "-C", Folder, "dissect"));
    }

    [Theory]
    [MemberData(nameof(Fuzzers))]
    public void Four_seconds_of_fuzzing_find_nothing(string what)
    {
        Require.Program("clang");
        Passes(Run.Plain("make", "-s", "-C", Folder, $"fuzz-{what}", "FUZZ_SECONDS=4"));
    }

    [GeneratedRegex("""^BP_PROTOCOL\(\d+, \w+, (\w+),""", RegexOptions.Multiline)]
    private static partial Regex Protocol();

    private static void Passes(Run run) => Assert.True(run.ExitCode == 0, run.Output + run.Errors);
}
