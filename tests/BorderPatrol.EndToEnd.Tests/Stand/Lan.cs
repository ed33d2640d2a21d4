using System.Net;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>Machines A (web server), B (database, log daemon) and C (client) of the README's example on one network. Their clocks are hours apart.</summary>
public sealed class Lan : IDisposable
{
    private readonly List<Machine> _machines = [];

    /// <summary>Boots the machines and joins them.</summary>
    public Lan()
    {
        try
        {
            C = Boot("machine-c", 3, TimeSpan.Zero);
            C.Run("ip", "link", "add", "bridge", "type", "bridge").Succeeded();
            C.Run("ip", "addr", "add", $"{C.Address}/24", "dev", "bridge").Succeeded();
            C.Run("ip", "link", "set", "bridge", "up").Succeeded();
            A = Boot("machine-a", 1, TimeSpan.FromHours(1));
            B = Boot("machine-b", 2, TimeSpan.FromHours(30));
            Plug(A, "port-a");
            Plug(B, "port-b");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the web server runs.</summary>
    public Machine A { get; }

    /// <summary>Where the database and the log daemon run.</summary>
    public Machine B { get; }

    /// <summary>Where requests come from.</summary>
    public Machine C { get; }

    /// <summary>Waits until everything that traced programs recorded has been fetched.</summary>
    public void WaitForEmptySpools() => Wait.Until(() => A.SpoolsAreEmpty() && B.SpoolsAreEmpty(), "segments remain in the spools");

    /// <summary>Ends all machines.</summary>
    public void Dispose() => _machines.ForEach(machine => machine.Dispose());

    private Machine Boot(string name, byte number, TimeSpan uptime)
    {
        var machine = Machine.Boot(name, new IPAddress([192, 168, 0, number]), uptime);
        _machines.Add(machine);
        return machine;
    }

    private void Plug(Machine machine, string port)
    {
        Command.Run(
            "ip", "link", "add", "eth0", "netns", $"{machine.FirstProcess}", "type", "veth",
            "peer", "name", port, "netns", $"{C.FirstProcess}").Succeeded();
        C.Run("ip", "link", "set", port, "master", "bridge", "up").Succeeded();
        machine.Run("ip", "addr", "add", $"{machine.Address}/24", "dev", "eth0").Succeeded();
        machine.Run("ip", "link", "set", "eth0", "up").Succeeded();
    }
}
