using System.Buffers.Binary;
using System.Text;
using BorderPatrol.Storage.Rows;

namespace BorderPatrol.Storage.Postgres;

/// <summary>
/// Gathers rows of one table in the binary format of COPY (https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"): a head, then
/// for each row the number of its values, and for each value its length and bytes, big-endian, then a trailer.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="copy">Takes a whole batch, head and trailer included, and gives other memory for the next.</param>
internal sealed class CopySink(Table table, Func<ArraySegment<byte>, byte[]> copy) : IRowSink
{
    private const int BatchSize = 4 << 20;
    private const short Trailer = -1;
    private const int UuidSize = 16;

    private byte[] _bytes = new byte[1 << 16];
    private int _length;
    private int _complete;

    private static ReadOnlySpan<byte> Head => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public void Begin()
    {
        _length = _complete; // a row that was not ended is overwritten
        if (_length == 0) Head.CopyTo(Take(Head.Length));
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), table.Width);
    }

    /// <inheritdoc/>
    public void Add(Guid value) => value.TryWriteBytes(TakeValue(UuidSize), bigEndian: true, out _);

    /// <inheritdoc/>
    public void Add(long value) => BinaryPrimitives.WriteInt64BigEndian(TakeValue(sizeof(long)), value);

    /// <inheritdoc/>
    public void Add(int value) => BinaryPrimitives.WriteInt32BigEndian(TakeValue(sizeof(int)), value);

    /// <inheritdoc/>
    public void Add(short value) => BinaryPrimitives.WriteInt16BigEndian(TakeValue(sizeof(short)), value);

    /// <inheritdoc/>
    public void Add(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, TakeValue(length));
    }

    /// <inheritdoc/>
    public void End()
    {
        _complete = _length;
        if (_complete >= BatchSize) Flush();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_complete == 0) return;
        _length = _complete;
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), Trailer);
        _bytes = copy(new ArraySegment<byte>(_bytes, 0, _length));
        _complete = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _complete = 0;

    private Span<byte> TakeValue(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        int begin = _length;
        _length += length;
        if (_length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length, 2 * _bytes.Length));
        return _bytes.AsSpan(begin, length);
    }
}
