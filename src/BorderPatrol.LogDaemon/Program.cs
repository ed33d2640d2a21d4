using BorderPatrol.LogDaemon.Collect;
using BorderPatrol.LogDaemon.Forward;
using BorderPatrol.LogDaemon.Kernel;

namespace BorderPatrol.LogDaemon;

internal static class Program
{
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private static int Main(string[] arguments)
    {
        Untraced.Begin(arguments);
        try
        {
            return Run(arguments);
        }
        catch (UsageException error)
        {
            Log.Say($"{error.Message}. Try 'bplogd --help'");
            return WrongUsage;
        }
        catch (BorderPatrolException error)
        {
            Log.Error(error);
            return Failure;
        }
    }

    private static int Run(string[] arguments)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h")) return Print(CommandLine.Help);
        if (arguments.Contains("--version")) return Print($"bplogd {typeof(Program).Assembly.GetName().Version?.ToString(3)}");
        if (arguments is ["forward", .. var rest])
            return rest.Length == 0 ? Forwarder.Run(ForwardSettings.FromEnvironment()) : throw new UsageException("forward takes no arguments");
        return Collector.Run(CommandLine.ParseCollect(arguments));
    }

    private static int Print(string text)
    {
        Console.Out.WriteLine(text);
        return 0;
    }
}
