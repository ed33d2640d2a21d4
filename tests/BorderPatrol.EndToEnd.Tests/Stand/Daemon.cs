using System.Diagnostics;
using System.Globalization;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A program in the foreground of a machine that runs until it is told to end.</summary>
public sealed class Daemon : IDisposable
{
    private readonly string _line;
    private readonly Process _entrance;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    /// <summary>Starts the program.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="command">Program and arguments.</param>
    public Daemon(Machine machine, params IEnumerable<string> command)
    {
        _line = string.Join(' ', command);
        _entrance = Command.Start(machine.Enter(command));
        _output = _entrance.StandardOutput.ReadToEndAsync();
        _errors = _entrance.StandardError.ReadToEndAsync();
        string children = $"/proc/{_entrance.Id}/task/{_entrance.Id}/children";
        string child = "";
        Wait.Until(
            () => _entrance.HasExited || (child = File.ReadAllText(children).Trim()).Length > 0, $"{_line} does not start");
        Assert.False(_entrance.HasExited, $"{_line} ended at once: {(_entrance.HasExited ? _errors.Result : "")}");
        ProcessId = int.Parse(child, CultureInfo.InvariantCulture);
    }

    /// <summary>Its process, by the id that the test's own machine gives it.</summary>
    public int ProcessId { get; }

    /// <summary>Whether it has ended.</summary>
    public bool Ended => _entrance.HasExited;

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">INT, TERM, KILL, STOP ...</param>
    public void Signal(string name)
    {
        Command.Run("kill", $"-{name}", $"{ProcessId}").Succeeded();
        // The entrance stops with its child and must be woken by itself.
        if (name == "CONT") Command.Run("kill", "-CONT", $"{_entrance.Id}").Succeeded();
    }

    /// <summary>Waits until it has ended.</summary>
    public CommandResult WaitForEnd()
    {
        Wait.Until(() => _entrance.HasExited, $"{_line} does not end");
        return new CommandResult(_line, _entrance.ExitCode, _output.Result, _errors.Result);
    }

    /// <summary>Kills it when it still runs.</summary>
    public void Dispose()
    {
        if (!_entrance.HasExited)
        {
            Command.Run("kill", "-KILL", $"{ProcessId}", $"{_entrance.Id}");
            _entrance.WaitForExit();
        }
        _entrance.Dispose();
    }
}
