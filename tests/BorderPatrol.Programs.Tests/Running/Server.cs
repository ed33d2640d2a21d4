using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>A program of a stage that runs until it is told to end, with its children in a process group of its own.</summary>
internal sealed partial class Server : IDisposable
{
    public const int Hangup = 1, Interrupt = 2, Quit = 3, Kill = 9, User1 = 10, User2 = 12, Terminate = 15, WindowChange = 28;

    private readonly Stage _stage;
    private readonly Process _process;
    private int _leader;

    /// <summary>Takes over a started process that leads its group.</summary>
    public Server(Stage stage, string name, Process process) => (_stage, Name, _process, _leader) = (stage, name, process, process.Id);

    /// <summary>What the test calls it.</summary>
    public string Name { get; }

    /// <summary>Its first process.</summary>
    public int ProcessId => _leader;

    /// <summary>The children of its first process.</summary>
    public IReadOnlyList<string> Children => File.ReadAllText($"/proc/{_leader}/task/{_leader}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Everything it has written so far.</summary>
    public string Said => _stage.Read($"{Name}.log");

    /// <summary>Whether no process of its group lives.</summary>
    public bool GroupIsGone => _process.HasExited && Send(-_leader, 0) != 0;

    /// <summary>Waits until somebody listens on a port of 127.0.0.1 or of every address.</summary>
    public Server Listens(int port) => Until(() => Ports.Listen(port), $"does not listen on {port}");

    /// <summary>Waits until it has written a text.</summary>
    public Server Says(string text) => Until(() => Said.Contains(text, StringComparison.Ordinal), $"does not say '{text}'");

    /// <summary>Waits until a file is there.</summary>
    public Server Makes(string file) => Until(() => File.Exists(_stage.At(file)), $"does not make {file}");

    /// <summary>Follows a program that went into the background to the process, and the group, that it named in a file.</summary>
    public Server GoesOnAs(string file)
    {
        int leader = 0;
        Until(() => int.TryParse(_stage.Read(file), CultureInfo.InvariantCulture, out leader) && leader != _leader && _process.HasExited, "does not go into the background");
        _leader = leader;
        return this;
    }

    /// <summary>Sends a signal and waits until every child that it has now is gone.</summary>
    public void Renew(int signal)
    {
        var before = Children;
        Signal(signal);
        Until(() => Children.Count > 0 && !Children.Intersect(before).Any(), "keeps children");
    }

    /// <summary>Waits for anything else.</summary>
    public Server Until(Func<bool> condition, string complaint)
    {
        bool holds = false;
        Wait.Until(() => (holds = condition()) || GroupIsGone, $"{Name} {complaint}:\n{Said}");
        Assert.True(holds, $"{Name} {complaint} and is gone:\n{Said}");
        return this;
    }

    /// <summary>Sends its first process a signal.</summary>
    public void Signal(int number) => Assert.Equal(0, Send(_leader, number));

    /// <summary>Sends a process of the scenario a signal.</summary>
    public static void Signal(int process, int number) => Assert.Equal(0, Send(process, number));

    /// <summary>Sends a signal, waits until every process has ended, and notes the exit code.</summary>
    public void Stop(int signal = Terminate)
    {
        Signal(signal);
        WaitForEnd();
    }

    /// <summary>Waits until every process has ended, and notes the exit code.</summary>
    public void WaitForEnd()
    {
        Wait.Until(() => GroupIsGone, $"{Name} does not end:\n{Said}");
        _stage.Note($"{Name} ended with {_process.ExitCode}");
    }

    /// <summary>Kills what is left of its group.</summary>
    public void Dispose()
    {
        if (!GroupIsGone) _ = Send(-_leader, Kill);
        _process.WaitForExit();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
