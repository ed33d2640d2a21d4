using System.IO.Enumeration;
using BorderPatrol.LogDaemon.Kernel;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>The segments of a spool that this process is to forward, one at a time of each stream, in order.</summary>
internal sealed class Spool(string folder) : IDisposable
{
    private const long AskAgainAfter = 2_000;
    private const int ImagesRemembered = 1_000;

    private static readonly EnumerationOptions PlainFiles = new() { AttributesToSkip = 0, ReturnSpecialDirectories = false, IgnoreInaccessible = true };

    private readonly uint _user = Libc.EffectiveUser();
    private readonly Dictionary<uint, SpoolLock> _locks = [];
    private readonly Dictionary<ulong, Shipment> _shipments = [];
    private readonly Dictionary<SegmentName, long> _notOurs = [];
    private readonly Dictionary<(ulong Namespace, uint Pid), (ulong Image, ulong Monotonic)> _newestImages = [];
    private readonly Spares _spares = new();
    private readonly Unrecorded _unrecorded = new();
    private readonly Untaken _untaken = new();
    private bool _hasUnwritten;

    /// <summary>The streams that have something here.</summary>
    internal IReadOnlyDictionary<ulong, Shipment> Shipments => _shipments;

    /// <summary>Whether nothing is here that this process is to forward.</summary>
    internal bool IsEmpty => _shipments.Count == 0 && _spares.IsEmpty && !_hasUnwritten;

    /// <summary>Whether a program is still being traced.</summary>
    internal bool HasWriters => _shipments.Values.Any(shipment => !shipment.IsOver);

    /// <summary>Becomes the forwarder of this spool for this user.</summary>
    /// <returns>False when another process is it, or the folder is not there.</returns>
    internal bool TryTake() => HoldsLock(_user);

    /// <summary>Whether the locks are still those that programs ask for: who removes a spool removes them as well.</summary>
    internal bool IsCurrent => _locks.Values.All(held => held.IsCurrent);

    /// <summary>Looks for new segments and at those that are known.</summary>
    internal void Look()
    {
        _hasUnwritten = false;
        _unrecorded.Look(folder, _locks.Keys);
        _untaken.Look(folder);
        var names = List();
        _spares.Look(names);
        if (names.Count == 0) _newestImages.Clear();
        if (_notOurs.Count > 0) foreach (var gone in _notOurs.Keys.Except(names).ToList()) _notOurs.Remove(gone);
        // In a folder that was made anew another forwarder is at work.
        if (IsCurrent) foreach (var first in FirstOfEachStream(names)) Open(first, SegmentFile.TryOpen(PathOf(first)));
        Func<WireSegment, bool> isSuperseded = IsSuperseded;
        foreach (var shipment in _shipments.Values) shipment.Look(isSuperseded);
    }

    /// <summary>Up to where each stream is claimed at this moment, in this segment or in later ones.</summary>
    internal IReadOnlyDictionary<ulong, ulong> Claimed()
    {
        Look();
        var claimed = _shipments.ToDictionary(entry => entry.Key, entry => entry.Value.Claimed);
        var later = List().Where(name => _shipments.TryGetValue(name.Stream, out var first) && first.Name.Number < name.Number && !_spares.Contains(name));
        foreach (var last in later.GroupBy(name => name.Stream, (_, ofStream) => ofStream.MaxBy(name => name.Number)))
        {
            using var file = SegmentFile.TryOpen(PathOf(last));
            if (file?.ReadHeader() == SegmentHealth.Good) claimed[last.Stream] = StreamPosition.Of(last.Number, (uint)file.Claimed);
        }
        return claimed;
    }

    /// <summary>Lets go of segments that the collector has.</summary>
    /// <param name="gone">Told of each: its stream and up to where the collector has it.</param>
    /// <returns>Whether there were any.</returns>
    internal bool RemoveDone(Action<ulong, ulong> gone)
    {
        var done = _shipments.Where(entry => entry.Value.IsDone).ToList();
        foreach (var (stream, shipment) in done)
        {
            shipment.LetGo(_spares);
            _shipments.Remove(stream);
            gone(stream, shipment.End);
            Follow(shipment.Name with { Number = shipment.Name.Number + 1 });
        }
        if (_newestImages.Count > ImagesRemembered + _shipments.Count) ForgetImages();
        return done.Count > 0;
    }

    /// <summary>Gives the locks up, then looks once more: a program that saw them held had made its segment before.</summary>
    /// <returns>Whether this process may leave; otherwise it is the forwarder again.</returns>
    internal bool TryLeave()
    {
        foreach (var held in _locks.Values) held.Dispose();
        _locks.Clear();
        return List().All(_notOurs.ContainsKey) || !TryTake();
    }

    public void Dispose()
    {
        foreach (var shipment in _shipments.Values) shipment.Dispose();
        _spares.Dispose();
        foreach (var held in _locks.Values) held.Dispose();
    }

    private HashSet<SegmentName> List() => !Directory.Exists(folder) ? [] : [.. new FileSystemEnumerable<SegmentName>(folder, Parse, PlainFiles)
    {
        ShouldIncludePredicate = (ref entry) => SegmentName.TryParse(entry.FileName, out _),
    }];

    private static SegmentName Parse(ref FileSystemEntry entry) => SegmentName.TryParse(entry.FileName, out var name) ? name : default;

    // A segment is not begun while the one before it is here, even where the listing went past it.
    private IEnumerable<SegmentName> FirstOfEachStream(HashSet<SegmentName> names) => names
        .Where(name => !_shipments.ContainsKey(name.Stream) && !_spares.Contains(name) && !(_notOurs.TryGetValue(name, out var askAgain) && Environment.TickCount64 < askAgain))
        .GroupBy(name => name.Stream, (_, ofStream) => ofStream.MinBy(name => name.Number))
        .Where(name => name.Number == 0 || _spares.Contains(Before(name)) || !File.Exists(PathOf(Before(name))));

    private static SegmentName Before(SegmentName name) => name with { Number = name.Number - 1 };

    private void Follow(SegmentName name)
    {
        if (IsCurrent && !_notOurs.ContainsKey(name) && !_spares.Contains(name) && SegmentFile.TryOpen(PathOf(name)) is { } file) Open(name, file);
        if (_shipments.TryGetValue(name.Stream, out var next)) next.Look(IsSuperseded);
    }

    private void Open(SegmentName name, SegmentFile? file)
    {
        var health = file?.ReadHeader() ?? SegmentHealth.Unknown;
        if (health == SegmentHealth.Good && HoldsLock(file!.Owner))
        {
            _notOurs.Remove(name);
            if (file.Header.Reuse is SegmentReuse.Free or SegmentReuse.Gone)
            {
                _spares.Add(name, PathOf(name), file);
                return;
            }
            _shipments[name.Stream] = new Shipment(PathOf(name), name, file);
            RememberImage(file.Header);
            return;
        }
        if (health == SegmentHealth.Unwritten) SetAside(name, file!);
        else if (_notOurs.TryAdd(name, default) && health == SegmentHealth.Newer) Log.Say($"{PathOf(name)} was written by a newer version and stays where it is");
        if (health != SegmentHealth.Unwritten) _notOurs[name] = Environment.TickCount64 + AskAgainAfter;
        file?.Dispose();
    }

    // Its thread is about to write the head, or died before it could and left nothing.
    private void SetAside(SegmentName name, SegmentFile file)
    {
        if (!HoldsLock(file.Owner)) return;
        if (file.IsAbandoned() && file.ReadHeader() == SegmentHealth.Unwritten) File.Delete(PathOf(name));
        else _hasUnwritten = true;
    }

    private bool HoldsLock(uint user)
    {
        if (_locks.ContainsKey(user)) return true;
        if (user != _user && _user != 0) return false;
        if (SpoolLock.TryTake(folder, user) is not { } taken) return false;
        _locks.Add(user, taken);
        return true;
    }

    private void RememberImage(in WireSegment segment)
    {
        var process = (segment.PidNamespace, segment.Pid);
        if (!_newestImages.TryGetValue(process, out var newest) || newest.Monotonic < segment.Monotonic)
            _newestImages[process] = (segment.Image, segment.Monotonic);
    }

    private void ForgetImages()
    {
        var present = _shipments.Values.Select(shipment => (shipment.Header.PidNamespace, shipment.Header.Pid)).ToHashSet();
        foreach (var process in _newestImages.Keys.Where(process => !present.Contains(process)).ToList()) _newestImages.Remove(process);
    }

    // The process runs another program now: exec closes nothing in order.
    private bool IsSuperseded(WireSegment segment) =>
        _newestImages.TryGetValue((segment.PidNamespace, segment.Pid), out var newest) && newest.Image != segment.Image && newest.Monotonic > segment.Monotonic;

    private string PathOf(SegmentName name) => Path.Combine(folder, name.ToString());
}
