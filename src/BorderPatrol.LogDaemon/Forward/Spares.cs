namespace BorderPatrol.LogDaemon.Forward;

/// <summary>
/// Segments that the collector has and that their processes may write into again: free until they are taken, by a new name, or until nobody
/// wanted them for a while. Who removes a name and who renames it meet in the folder, where one comes first.
/// </summary>
internal sealed class Spares : IDisposable
{
    private const long LookEvery = 100;
    private const long Patience = 2_000;

    private readonly Dictionary<SegmentName, Spare> _spares = [];
    private long _looked;

    internal bool IsEmpty => _spares.Count == 0;

    internal bool Contains(SegmentName name) => _spares.ContainsKey(name);

    /// <summary>Takes charge of a segment that is free.</summary>
    internal void Add(SegmentName name, string path, SegmentFile file) => _spares.Add(name, new Spare(path, file, Environment.TickCount64));

    /// <summary>Removes what nobody will take any more.</summary>
    /// <param name="names">The names in the folder.</param>
    internal void Look(HashSet<SegmentName> names)
    {
        var now = Environment.TickCount64;
        if (now - _looked < LookEvery) return;
        _looked = now;
        foreach (var (name, spare) in _spares)
        {
            var isTaken = !names.Contains(name);
            if (!isTaken && now - spare.Since < Patience && !spare.File.IsAbandoned()) continue;
            if (!isTaken) spare.File.Remove(spare.Path);
            spare.File.Dispose();
            _spares.Remove(name);
        }
    }

    public void Dispose()
    {
        foreach (var spare in _spares.Values) spare.File.Dispose();
    }

    private readonly record struct Spare(string Path, SegmentFile File, long Since);
}
