using System.Globalization;
using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>An opened raw log. Nothing of its records is held in memory, only an index of its chunks by stream.</summary>
public sealed class RawLog : IDisposable
{
    private readonly RawFile _file;
    private readonly RawIndex _index;

    private RawLog(string path, RawFile file, RawIndex index)
    {
        _file = file;
        _index = index;
        Path = path;
        Lost = index.Streams.Sum(stream => (long)stream.Lost);
        Warnings = [.. Judge()];
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>32 hex digits: the first half of the SHA-256 of its content. The same content is the same run.</summary>
    public string RunId => _index.RunId;

    /// <summary>Its length in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Bytes that were damaged or torn and are passed over.</summary>
    public long Damaged => _index.Damaged + _index.Torn;

    /// <summary>Records that traced programs had to drop.</summary>
    public long Lost { get; }

    /// <summary>What is wrong with it: torn tail, damaged chunks, lost records. Empty for a sound log.</summary>
    public IReadOnlyList<BPWarning> Warnings { get; }

    /// <summary>Threads in order of their first records.</summary>
    internal IReadOnlyList<RawStream> Streams => _index.Streams;

    internal IReadOnlyList<Boot> Boots => _index.Boots;

    /// <summary>Opens a raw log and reads it once from begin to end to index it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told the fraction of bytes indexed, 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends the indexing early.</param>
    /// <exception cref="BorderPatrolException">RawLogNotFound, NotARawLog, RawLogNewerVersion, AccessDenied.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RawLog Open(string path, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.GetFullPath(path);
        var file = Map(full);
        try
        {
            return new RawLog(full, file, RawIndex.Build(file, HeaderSize(full, file), progress, cancellation));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    internal RecordMerge Merge() => new(_index.Streams, _file);

    internal StreamCursor Cursor(RawStream stream) => new(stream, _file);

    private static RawFile Map(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw NotARawLog(path);
            return RawFile.Map(path) ?? throw NotARawLog(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BorderPatrolException(
                ErrorIds.RawLogNotFound, $"There is no raw log '{path}'.", "Give the file that the log daemon writes.", missing);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new BorderPatrolException(
                ErrorIds.AccessDenied, $"'{path}' cannot be read: {denied.Message}", "Check its permissions and its folder's.", denied);
        }
    }

    private static int HeaderSize(string path, RawFile file)
    {
        int size = RawLogHeader.Read(path, file.From(0, RawLogHeader.Size)).HeaderSize;
        return size >= RawLogHeader.Size && size <= file.Length ? size : throw NotARawLog(path);
    }

    private static BorderPatrolException NotARawLog(string path) => new(
        ErrorIds.NotARawLog, $"'{path}' is not a raw log of BorderPatrol.", "Give the file that the log daemon writes.");

    private IEnumerable<BPWarning> Judge()
    {
        var culture = CultureInfo.InvariantCulture;
        if (_index.Damaged > 0)
        {
            yield return new BPWarning(
                ErrorIds.RawLogDamaged, string.Create(culture, $"{_index.Damaged} damaged bytes in {_index.DamagedPlaces} places of '{Path}' were passed over."));
        }

        if (_index.Torn > 0)
        {
            yield return new BPWarning(
                ErrorIds.RawLogTorn, string.Create(culture, $"'{Path}' ends in the middle of a chunk; its last {_index.Torn} bytes were passed over."));
        }

        if (Lost > 0)
        {
            yield return new BPWarning(
                ErrorIds.RecordsLost,
                string.Create(culture, $"Traced programs had to drop {Lost} records; the requests concerned are marked Incomplete: {Losers.Describe(_index.Streams)}."));
        }
    }
}
