using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>
/// A machine of the stand: its own network, host name, processes, mounts, boot id and monotonic clock, made of unnamed kernel namespaces. They and
/// every process in them end with the process that holds them, even when the test itself is killed.
/// </summary>
public sealed partial class Machine : IDisposable
{
    private const int NewNetwork = 0x40000000;
    private readonly Process _holder;

    private Machine(string name, IPAddress address, Process holder, int firstProcess)
    {
        Name = name;
        Address = address;
        FirstProcess = firstProcess;
        _holder = holder;
    }

    /// <summary>Its host name.</summary>
    public string Name { get; }

    /// <summary>Its address on the stand's network.</summary>
    public IPAddress Address { get; }

    /// <summary>Its process 1, by the id that the test's own machine gives it.</summary>
    public int FirstProcess { get; }

    /// <summary>Boots a machine.</summary>
    /// <param name="name">Host name.</param>
    /// <param name="address">Address it will have.</param>
    /// <param name="uptime">How far its monotonic clock is ahead of the test's.</param>
    public static Machine Boot(string name, IPAddress address, TimeSpan uptime)
    {
        string ahead = uptime.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        var holder = Command.Start(
            "unshare", "--net", "--uts", "--ipc", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc",
            "--time", "--monotonic", ahead, "--boottime", ahead,
            "bash", Path.Combine(AppContext.BaseDirectory, "Content/machine.sh"), name);
        string? word = holder.StandardOutput.ReadLine();
        Assert.True(word == "ready", $"{name} did not boot: {word} {(word is null ? holder.StandardError.ReadToEnd() : "")}");
        int first = int.Parse(File.ReadAllText($"/proc/{holder.Id}/task/{holder.Id}/children").Trim(), CultureInfo.InvariantCulture);
        return new Machine(name, address, holder, first);
    }

    /// <summary>The command line that runs a command on this machine.</summary>
    /// <param name="command">Program and arguments.</param>
    public IEnumerable<string> Enter(params IEnumerable<string> command) =>
        ["nsenter", "--target", $"{FirstProcess}", "--all", "--", .. command];

    /// <summary>Runs a command on this machine to its end.</summary>
    /// <param name="command">Program and arguments.</param>
    public CommandResult Run(params IEnumerable<string> command) => Command.Run(Enter(command));

    /// <summary>A TCP socket of this machine's network in the hands of the test.</summary>
    public Socket OpenSocket()
    {
        Socket? socket = null;
        // A socket belongs to the network of the thread that made it; the thread that changed networks ends here.
        var thread = new Thread(() =>
        {
            using var network = File.OpenHandle($"/proc/{FirstProcess}/ns/net");
            if (SetNamespace(network, NewNetwork) == 0) socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"the network of {Name} could not be entered");
    }

    /// <summary>Whether everything that traced programs recorded here has been fetched: no spool holds a segment.</summary>
    public bool SpoolsAreEmpty() =>
        !Directory.EnumerateFiles($"/proc/{FirstProcess}/root/dev/shm", "*.seg", SearchOption.AllDirectories).Any();

    /// <summary>Ends the machine and every process on it.</summary>
    public void Dispose()
    {
        // Process 1 reads to the end of its input; with it the kernel ends every other process of the machine.
        _holder.StandardInput.Close();
        Wait.Until(() => _holder.HasExited, $"{Name} does not end");
        _holder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle file, int kind);
}
