using System.Management.Automation;
using BorderPatrol.Shell;

ShellArguments arguments;
try
{
    arguments = ShellArguments.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine($"bpsh: {error.Message}");
    Console.Error.WriteLine(ShellArguments.Usage);
    return ExitCodes.Usage;
}

if (arguments.Mode == ShellMode.Help)
{
    Console.WriteLine(ShellArguments.Usage);
    return ExitCodes.Success;
}

try
{
    using var session = ShellSession.Open();
    return session.Run(arguments);
}
catch (Exception error) when (error is FileNotFoundException or RuntimeException)
{
    Console.Error.WriteLine($"bpsh: the module cannot be loaded: {error.Message}");
    return ExitCodes.Failure;
}
