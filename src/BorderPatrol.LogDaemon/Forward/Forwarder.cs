using System.Diagnostics;
using System.Net.Sockets;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>Ships a spool until it has been empty for a while. One thread: it looks, sends, hears answers, and waits the longer the less there was to do.</summary>
internal sealed class Forwarder(ForwardSettings settings, Spool spool)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WaitUnderLoad = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatienceWithoutCollector = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PatienceForRemovedSpool = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a turn from which on the next is put off, so that it has more to do: each costs the same, however little there is.</summary>
    private const long Much = 64 << 10;

    private readonly Reconnection _reconnection = new(settings);
    private readonly Stopwatch _empty = Stopwatch.StartNew();
    private CollectorLink? _link;
    private IReadOnlyDictionary<ulong, ulong>? _owedToClosing;
    private long _flow;

    internal static int Run(ForwardSettings settings)
    {
        if (!Directory.Exists(settings.Spool)) return 0;
        ForwarderProcess.Prepare();
        using var spool = new Spool(settings.Spool);
        if (!ForwarderProcess.Retry(spool.TryTake)) return 0;
        new Forwarder(settings, spool).Work();
        return 0;
    }

    private void Work()
    {
        var wait = ShortestWait;
        while (!MayLeave())
        {
            var progress = Turn();
            wait = progress == Progress.None ? Min(wait * 2, LongestWait) : IsBusy ? WaitUnderLoad : ShortestWait;
            if (_link is null) Thread.Sleep(wait);
            Guard(() => wait = Exchange(progress, wait) ? ShortestWait : wait);
            ForwarderProcess.KeepSmall();
        }
        Guard(() => _link?.SayGoodbye());
        _link?.Dispose();
    }

    private Progress Turn()
    {
        spool.Look();
        if (!spool.IsEmpty) _empty.Restart();
        if (_link is null && !spool.IsEmpty && (_link = _reconnection.TryConnect()) is not null) Rewind();
        var progress = Progress.None;
        Guard(() => progress = SendAll());
        return progress;
    }

    // Until the time is over or something was stored to its end. While much flows a stream then goes on with its next segment at once, without another
    // look at the whole spool.
    private bool Exchange(Progress progress, TimeSpan wait)
    {
        var end = Environment.TickCount64 + (long)wait.TotalMilliseconds;
        var removed = false;
        do
        {
            Hear(progress == Progress.More ? 0 : end);
            if (!spool.RemoveDone((stream, position) => _link?.TellGone(stream, position))) continue;
            removed = true;
            if (IsBusy) progress = SendAll();
        }
        while (_link is not null && progress != Progress.More && (IsBusy || !removed) && Environment.TickCount64 < end);
        return removed;
    }

    private Progress SendAll()
    {
        var progress = Progress.None;
        if (_link is null) return progress;
        var shippedBefore = _link.Shipped;
        foreach (var (stream, shipment) in spool.Shipments)
        {
            var limit = _owedToClosing is null ? ulong.MaxValue : _owedToClosing.GetValueOrDefault(stream);
            progress = (Progress)Math.Max((int)progress, (int)shipment.Send(_link, limit));
        }
        _link.Flush();
        _flow = Math.Max(_link.Shipped - shippedBefore, _flow / 2);
        if (_owedToClosing is not null && progress == Progress.None && _link.InFlight == 0) Part();
        return progress;
    }

    // Answers that change nothing do not end the waiting, or a trickle of records would be sent one by one.
    private void Hear(long end)
    {
        do
        {
            var rest = Math.Max(end - Environment.TickCount64, 0);
            if (_link is null || !_link.Await(TimeSpan.FromMilliseconds(rest))) return;
            var urgent = false;
            while (_link.TryTake(out var header)) urgent |= Obey(header);
            if (urgent) return;
        }
        while (Environment.TickCount64 < end);
    }

    private bool Obey(in WireChunk header)
    {
        if (header.Kind == ChunkKind.Closing)
        {
            _owedToClosing = spool.Claimed();
            return true;
        }
        if (header.Kind != ChunkKind.Ack) return false;
        _reconnection.Worked();
        if (!spool.Shipments.TryGetValue(header.Stream, out var shipment)) return false;
        shipment.Acknowledge(header.Position);
        return shipment.IsDone || _owedToClosing is not null;
    }

    private void Part()
    {
        _link!.SayGoodbye();
        Disconnect();
        _reconnection.Pause();
    }

    private void Guard(Action communicate)
    {
        try
        {
            communicate();
        }
        catch (Exception error) when (error is SocketException or ProtocolException)
        {
            _reconnection.Report(error);
            Disconnect();
        }
    }

    private void Disconnect()
    {
        _link?.Dispose();
        _link = null;
        _owedToClosing = null;
    }

    private void Rewind()
    {
        foreach (var shipment in spool.Shipments.Values) shipment.Rewind();
    }

    private bool MayLeave()
    {
        if (_link is null && !spool.HasWriters && _reconnection.Unreachable > (spool.IsCurrent ? PatienceWithoutCollector : PatienceForRemovedSpool))
        {
            // What is in a spool waits there for the next forwarder; what was removed with one is in this process only.
            Log.Say($"leaves: no collector for {_reconnection.Unreachable.TotalSeconds:F0} s; {spool.Shipments.Count} streams {(spool.IsCurrent ? "stay in the spool" : "of a spool that was removed are lost")}");
            return true;
        }
        return spool.IsCurrent ? _empty.Elapsed > Linger && spool.TryLeave() : spool.IsEmpty;
    }

    private bool IsBusy => _flow >= Much;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
