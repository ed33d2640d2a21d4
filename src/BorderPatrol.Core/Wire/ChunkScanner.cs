namespace BorderPatrol.Wire;

/// <summary>
/// Walks the chunks of a raw log from where the stream stands to its end. Damaged bytes are passed over to the next valid chunk and counted;
/// those at the very end are the torn tail. Memory stays below two chunks of the largest size.
/// </summary>
/// <param name="log">Stands at the first chunk.</param>
/// <param name="offset">The file offset of that place.</param>
public sealed class ChunkScanner(Stream log, long offset)
{
    private byte[] _buffer = new byte[1 << 20];
    private int _begin;
    private int _end;
    private bool _atEnd;

    /// <summary>The current chunk's header.</summary>
    public WireChunk Header { get; private set; }

    /// <summary>The current chunk's payload, valid until the next <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Payload => Chunk[ChunkCodec.HeaderSize..];

    /// <summary>The current chunk, header included, valid until the next <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Chunk => _buffer.AsSpan(_begin - ChunkLength, ChunkLength);

    /// <summary>File offset behind the last valid chunk; once <see cref="MoveNext"/> returned false, the torn tail begins here.</summary>
    public long ValidEnd { get; private set; } = offset;

    /// <summary>Bytes passed over between valid chunks.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Places where bytes were passed over between valid chunks.</summary>
    public int DamagedPlaces { get; private set; }

    /// <summary>Bytes behind the last valid chunk; final once <see cref="MoveNext"/> returned false.</summary>
    public long TornBytes { get; private set; }

    private int ChunkLength => ChunkCodec.HeaderSize + (int)Header.Length;

    /// <summary>Goes to the next valid chunk.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        long passedOver = 0;
        while (true)
        {
            var verdict = ChunkCodec.Examine(_buffer.AsSpan(_begin, _end - _begin), out var header);
            if (verdict == ChunkVerdict.Valid)
            {
                Take(header, passedOver);
                return true;
            }
            if (verdict == ChunkVerdict.Incomplete && Fill()) continue;
            if (_begin == _end)
            {
                TornBytes = passedOver;
                return false;
            }
            passedOver += SkipToMagic();
        }
    }

    private void Take(in WireChunk header, long passedOver)
    {
        Header = header;
        _begin += ChunkLength;
        ValidEnd += passedOver + ChunkLength;
        if (passedOver == 0) return;
        DamagedBytes += passedOver;
        DamagedPlaces++;
    }

    // To the next byte that could begin a chunk: at least one on.
    private int SkipToMagic()
    {
        var rest = _buffer.AsSpan(_begin + 1, _end - _begin - 1);
        var next = rest.IndexOf((byte)(WireFormat.ChunkMagic & 0xff));
        var skipped = next < 0 ? rest.Length + 1 : next + 1;
        _begin += skipped;
        return skipped;
    }

    private bool Fill()
    {
        if (_atEnd) return false;
        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        (_begin, _end) = (0, _end - _begin);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = log.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
        return !_atEnd;
    }
}
