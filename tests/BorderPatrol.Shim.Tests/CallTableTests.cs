using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>native/wire/calls.def is the one table of what is wrapped: the library and the page for people say the same.</summary>
public class CallTableTests
{
    [Fact]
    public void The_shim_exports_the_symbols_of_the_table_and_no_others()
    {
        Run listed = Run.Plain(Require.Program("nm"), "-D", "--defined-only", Native.Shim);
        IEnumerable<string> exported = Lines(listed).Select(line => line.Split(' ')).Where(words => words[1] != "A").Select(words => words[2].Split("@@")[0]);
        Assert.Equal(CallTable.All.SelectMany(call => call.Symbols).Concat(CallTable.Forwarded).Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_of_wrapped_calls_is_what_the_table_says()
    {
        string native = Path.Combine(Repository.Root, "native");
        Run built = Run.Plain(Require.Program("make"), "-s", "-C", native, "build/document");
        Assert.True(built.ExitCode == 0, built.Errors);
        Run printed = Run.Plain(Path.Combine(native, "build/document"));
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(printed.Output, File.ReadAllText(Path.Combine(native, "wire/CALLS.md")));
    }

    private static string[] Lines(Run run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
