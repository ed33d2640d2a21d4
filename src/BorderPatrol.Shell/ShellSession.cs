using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace BorderPatrol.Shell;

/// <summary>One runspace with the module loaded, and the ways to run something in it.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly ShellHost host;
    private readonly Runspace runspace;
    private readonly PosixSignalRegistration[] signals;
    private PowerShell? current;
    private volatile bool interrupted;

    private ShellSession(ShellHost host, Runspace runspace)
    {
        this.host = host;
        this.runspace = runspace;
        signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Interrupt))];
    }

    /// <summary>Opens the runspace and imports the module.</summary>
    internal static ShellSession Open()
    {
        string manifest = ModuleLocator.Find();
        AddToModulePath(Path.GetDirectoryName(Path.GetDirectoryName(manifest))!);
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([manifest]);
        if (!HasOwnOutString) state.Commands.Add(new SessionStateCmdletEntry("Out-String", typeof(OutStringCommand), null));
        var host = new ShellHost();
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        return new ShellSession(host, runspace);
    }

    /// <summary>Does what the command line asks for and returns the exit code.</summary>
    /// <param name="arguments">The command line.</param>
    internal int Run(ShellArguments arguments)
    {
        int exitCode = arguments.Mode switch
        {
            ShellMode.File => RunFile(arguments),
            ShellMode.Command => RunText(arguments.NoExit ? arguments.Text : ShellText.Command(arguments.Text)),
            _ when Console.IsInputRedirected => RunText(ShellText.Command(Console.In.ReadToEnd())),
            _ => new Prompt(this, host).Loop(),
        };
        return arguments.NoExit && host.ExitCode == null ? new Prompt(this, host).Loop() : exitCode;
    }

    /// <summary>Runs PowerShell and shows what it yields.</summary>
    /// <param name="text">PowerShell.</param>
    /// <returns>What it says with <c>exit</c>; 1 when it ended with an error, 130 when it was interrupted, else 0.</returns>
    internal int RunText(string text)
    {
        interrupted = false;
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(text).AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        current = shell;
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException)
        {
            interrupted = true;
        }
        catch (RuntimeException error)
        {
            Report(error.ErrorRecord);
            return host.ExitCode ?? ExitCodes.Failure;
        }
        finally
        {
            current = null;
            host.Output.EndProgress();
        }

        return host.ExitCode ?? (interrupted ? ExitCodes.Interrupted : ExitCodes.Success);
    }

    /// <summary>The value of an expression that yields one.</summary>
    /// <param name="expression">PowerShell.</param>
    internal object? Evaluate(string expression)
    {
        using var shell = PowerShell.Create(runspace);
        return shell.AddScript(expression).Invoke().FirstOrDefault()?.BaseObject;
    }

    /// <summary>Shows an error as the engine shows it.</summary>
    /// <param name="error">The error.</param>
    internal void Report(ErrorRecord error)
    {
        var shown = PSObject.AsPSObject(error);
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", shown).Invoke();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        runspace.Dispose();
    }

    private static bool HasOwnOutString =>
        Type.GetType("Microsoft.PowerShell.Commands.OutStringCommand, Microsoft.PowerShell.Commands.Utility") != null;

    // Get-Help looks for about_ topics only there.
    private static void AddToModulePath(string folder)
    {
        string? path = Environment.GetEnvironmentVariable("PSModulePath");
        Environment.SetEnvironmentVariable("PSModulePath", string.IsNullOrEmpty(path) ? folder : $"{folder}:{path}");
    }

    private int RunFile(ShellArguments arguments)
    {
        string path = Path.GetFullPath(arguments.Text);
        if (File.Exists(path)) return RunText(ShellText.File(path, arguments.Rest));
        host.UI.WriteErrorLine($"bpsh: the script '{arguments.Text}' does not exist.");
        return ExitCodes.Usage;
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        interrupted = true;
        current?.BeginStop(null, null);
    }
}
