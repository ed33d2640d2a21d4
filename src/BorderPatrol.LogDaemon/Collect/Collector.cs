using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BorderPatrol.LogDaemon.Kernel;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>Takes the connections of all forwarders and ends in order when it is told to.</summary>
internal sealed class Collector(RawLog log, Secret? secret, CancellationTokenSource giveUp)
{
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceWithoutProgress = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceInAll = TimeSpan.FromSeconds(30);

    private readonly HashSet<ForwarderConnection> _connections = [];
    private volatile bool _ending;

    internal static int Run(CollectCommand command)
    {
        // A shell makes its background commands ignore SIGINT; this one is to end by it. .NET sees only what was set before its first look, which is
        // before the first message.
        _ = Libc.Signal(Libc.Interrupt, Libc.DefaultHandling);
        var secret = Secret.FromEnvironment();
        if (secret is null && !command.Addresses.All(IPAddress.IsLoopback)) throw SecretRequired();
        using var giveUp = new CancellationTokenSource();
        // The port first: a collector that cannot listen leaves no file behind.
        var listeners = Listeners.Open(command);
        using var log = RawLogOpening.Open(command.File, giveUp.Token);
        new Collector(log, secret, giveUp).Work(listeners);
        return 0;
    }

    private static BorderPatrolException SecretRequired() => new(
        ErrorIds.SecretRequired,
        "listening beyond loopback requires a shared secret",
        $"Name a file that holds it in {Secret.Variable}, here and where programs are traced.");

    private void Work(IReadOnlyList<Socket> listeners)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        foreach (var listener in listeners) StartThread(() => Accept(listener));
        Console.Out.WriteLine($"listening on {listeners[0].LocalEndPoint}, writing {log.Path}");
        while (!IsToEnd()) log.Sync();
        foreach (var listener in listeners) listener.Dispose();
        Drain();
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        // Who asks twice does not want to wait; what is written stays.
        if (_ending) Environment.Exit(1);
        _ending = true;
        lock (_connections) Monitor.PulseAll(_connections);
    }

    private bool IsToEnd()
    {
        lock (_connections) return _ending || (Monitor.Wait(_connections, SyncEvery) && _ending);
    }

    private void Accept(Socket listener)
    {
        while (!_ending)
        {
            try
            {
                var socket = listener.Accept();
                StartThread(() => Serve(new ForwarderConnection(socket, log, secret)));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or OutOfMemoryException)
            {
                // Out of descriptors or threads, a peer that was gone before it was accepted, or the end.
                if (!_ending) Thread.Sleep(50);
            }
        }
    }

    private void Serve(ForwarderConnection connection)
    {
        lock (_connections) _connections.Add(connection);
        if (_ending) connection.AnnounceClosing();
        connection.Run();
        lock (_connections)
        {
            _connections.Remove(connection);
            Monitor.PulseAll(_connections);
        }
    }

    // Forwarders are told, send what they have and say goodbye. Those that do not are left alone after a while: their spools keep the rest.
    private void Drain()
    {
        lock (_connections)
        {
            foreach (var connection in _connections) StartThread(connection.AnnounceClosing);
            var (begun, progressed, length) = (Stopwatch.StartNew(), Stopwatch.StartNew(), log.Length);
            while (_connections.Count > 0 && begun.Elapsed < PatienceInAll && progressed.Elapsed < PatienceWithoutProgress)
            {
                Monitor.Wait(_connections, 100);
                if (log.Length != length) progressed.Restart();
                length = log.Length;
            }
        }
        giveUp.Cancel();
    }

    private static void StartThread(Action work) => new Thread(() => work()) { IsBackground = true }.Start();
}
