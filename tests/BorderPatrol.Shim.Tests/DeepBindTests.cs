using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>What a program loads with RTLD_DEEPBIND, as PHP does its extensions, is traced too and binds to what it asked for.</summary>
public class DeepBindTests
{
    [Theory]
    [InlineData("lazy.so")]
    [InlineData("now.so")]
    public void A_module_and_what_it_needs_are_traced_and_find_their_own_functions(string module)
    {
        string folder = Path.Combine(Repository.Root, "tests/native/build/deepbind"), program = Path.Combine(folder, "loads");
        string[] arguments = ["/no/such/module.so", Path.Combine(folder, module), Path.Combine(folder, module)];
        using var spool = new Spool();
        var plain = Run.Plain(program, arguments);
        Assert.Equal("not loaded, -1\nloaded, 1027\nloaded, 1027\n", plain.Output);
        var traced = Run.Traced(spool, program, arguments);
        Assert.Equal((plain.Output, plain.Errors, plain.ExitCode), (traced.Output, traced.Errors, traced.ExitCode));
        var main = spool.Main(traced.ProcessId);
        Assert.Equal([6L, 6, 6, 6], main.CallsOf(Calls.Send).Select(call => call.Result));
        Assert.Equal([12L, 12], main.CallsOf(Calls.Read).Where(call => call.Channel != 0).Select(call => call.Result));
        Assert.Empty(main.CallsOf(Calls.PWrite));
    }
}
