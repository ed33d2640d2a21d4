using System.Management.Automation;
using System.Management.Automation.Runspaces;
using BorderPatrol.Testing;

namespace BorderPatrol.Cmdlets.Tests.Engine;

/// <summary>A runspace of the real engine with the staged module in it.</summary>
internal sealed class EngineSession : IDisposable
{
    private readonly Runspace _runspace;

    internal EngineSession(string? manifest = null)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([manifest ?? Path.Combine(Repository.Module, "BorderPatrol.psd1")]);
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
    }

    internal RecordingHost Host { get; } = new();

    internal Runspace Runspace => _runspace;

    /// <summary>Runs PowerShell; non-terminating errors fail the test.</summary>
    internal IReadOnlyList<PSObject> Run(string script, params (string Name, object? Value)[] variables)
    {
        using var shell = Shell(script, variables);
        var found = shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        return found;
    }

    /// <summary>Runs PowerShell that yields objects of one type.</summary>
    internal IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) =>
        [.. Run(script, variables).Select(found => Assert.IsType<T>(found.BaseObject, exactMatch: false))];

    /// <summary>Runs PowerShell that must end with one error, terminating or not.</summary>
    internal ErrorRecord Fail(string script, params (string Name, object? Value)[] variables)
    {
        using var shell = Shell(script, variables);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException error)
        {
            return error.ErrorRecord;
        }

        return Assert.Single(shell.Streams.Error);
    }

    /// <summary>Runs PowerShell and returns its warnings.</summary>
    internal IReadOnlyList<string> Warnings(string script, params (string Name, object? Value)[] variables)
    {
        using var shell = Shell(script, variables);
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        return [.. shell.Streams.Warning.Select(warning => warning.Message)];
    }

    /// <summary>What the terminal shows of it, as lines without trailing blanks.</summary>
    internal IReadOnlyList<string> Show(string script, params (string Name, object? Value)[] variables)
    {
        Host.Screen.Clear();
        Run($"{script} | Out-Default", variables);
        return Host.Screen.Lines;
    }

    /// <summary>A pipeline that is not started yet.</summary>
    internal PowerShell Shell(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
            _runspace.SessionStateProxy.SetVariable(name, value);
        return PowerShell.Create(_runspace).AddScript(script);
    }

    public void Dispose() => _runspace.Dispose();
}
