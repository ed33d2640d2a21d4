using System.Net.Sockets;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>The log daemon of the README's example: <c>bplogd 7070 log.raw</c> on machine B, open to the network, too, with a shared secret.</summary>
public sealed class Collector : IDisposable
{
    private const int Port = 7070;
    private readonly Daemon _daemon;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="rawLog">The file that it writes.</param>
    /// <param name="secretFile">Holds the shared secret.</param>
    public Collector(Machine machine, string rawLog, string secretFile)
    {
        RawLog = rawLog;
        _daemon = new Daemon(
            machine, "env", $"LIBBTRACE_SECRET_FILE={secretFile}",
            Repository.LogDaemon, $"{Port}", rawLog, "--listen", $"{machine.Address}", "--listen", "127.0.0.1");
        Wait.Until(() => _daemon.Ended || Listens(machine), "the log daemon does not listen");
        if (_daemon.Ended) _daemon.WaitForEnd().Succeeded();
    }

    /// <summary>The file that it writes.</summary>
    public string RawLog { get; }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">KILL, STOP, CONT ...</param>
    public void Signal(string name) => _daemon.Signal(name);

    /// <summary>Ends it as Ctrl-C does.</summary>
    public void Interrupt()
    {
        _daemon.Signal("INT");
        _daemon.WaitForEnd().Succeeded();
    }

    /// <summary>Kills it when it still runs.</summary>
    public void Dispose() => _daemon.Dispose();

    private static bool Listens(Machine machine)
    {
        using var socket = machine.OpenSocket();
        try
        {
            socket.Connect(machine.Address, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
