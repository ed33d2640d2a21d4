using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Storage.Rows;
using DuckDB.NET.Native;

namespace BorderPatrol.Storage.DuckDb;

/// <summary>
/// Rows for one table by way of DuckDB's appender, a chunk of columns at a time (https://duckdb.org/docs/stable/clients/c/data_chunk). Values
/// are put into the columns' memory here: a call into DuckDB for each of them would cost more than all that DuckDB does with them.
/// </summary>
internal sealed unsafe class ChunkSink : IRowSink
{
    // Left to itself the appender holds 200,000 rows, whatever their size.
    private const long MaximumHeld = 8 << 20;
    private const int BytesPerValue = 16;

    private static readonly int RowsPerChunk = (int)NativeMethods.Helpers.DuckDBVectorSize();

    private readonly string _path;
    private readonly DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly nint[] _vectors;
    private readonly nint[] _columns;
    private byte[] _text = new byte[1 << 12];
    private long _held;
    private int _row;
    private int _column;

    /// <summary>Begins to append.</summary>
    /// <param name="connection">A connection inside a transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="path">The store, for messages.</param>
    public ChunkSink(DuckDBNativeConnection connection, Table table, string path)
    {
        _path = path;
        var state = NativeMethods.Appender.DuckDBAppenderCreate(connection, null!, table.Name, out _appender);
        Check(state);
        _vectors = new nint[table.Width];
        _columns = new nint[table.Width];
        _chunk = CreateChunk();
        FindColumns();
    }

    /// <inheritdoc/>
    public void Begin() => _column = 0;

    // DuckDB's uuid: 128 bits, low half first, the topmost bit turned over, so that uuids sort as signed numbers.
    /// <inheritdoc/>
    public void Add(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        long* place = (long*)_columns[_column++] + (2 * _row);
        place[0] = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        place[1] = BinaryPrimitives.ReadInt64BigEndian(bytes) ^ long.MinValue;
    }

    /// <inheritdoc/>
    public void Add(long value) => ((long*)_columns[_column++])[_row] = value;

    /// <inheritdoc/>
    public void Add(int value) => ((int*)_columns[_column++])[_row] = value;

    /// <inheritdoc/>
    public void Add(short value) => ((short*)_columns[_column++])[_row] = value;

    /// <inheritdoc/>
    public void Add(string value)
    {
        var place = (ShortText*)_columns[_column] + _row;
        *place = default;
        if (Encoding.UTF8.TryGetBytes(value, new Span<byte>(place->Bytes, ShortText.Capacity), out int length)) place->Length = (uint)length;
        else AddLong(value);
        _column++;
    }

    /// <inheritdoc/>
    public void End()
    {
        if (++_row == RowsPerChunk) Append();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_row > 0) Append();
        FlushAppender();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk.Dispose();
        // What has not been flushed is not wanted; without this, destroying the appender would flush it.
        NativeMethods.Appender.DuckDBAppenderClear(_appender);
        _appender.Dispose();
    }

    private DuckDBDataChunk CreateChunk()
    {
        var types = Enumerable.Range(0, _columns.Length).Select(column => NativeMethods.Appender.DuckDBAppenderColumnType(_appender, (ulong)column)).ToList();
        var chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk([.. types.Select(type => type.DangerousGetHandle())], (ulong)types.Count);
        types.ForEach(type => type.Dispose());
        return chunk;
    }

    private void FindColumns()
    {
        for (int column = 0; column < _columns.Length; column++)
        {
            _vectors[column] = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, column);
            _columns[column] = (nint)NativeMethods.Vectors.DuckDBVectorGetData(_vectors[column]);
        }
    }

    private void AddLong(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        if (length > _text.Length) _text = new byte[length];
        Encoding.UTF8.GetBytes(value, _text);
        _held += length;
        fixed (byte* bytes = _text)
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(_vectors[_column], (ulong)_row, bytes, length);
    }

    private void Append()
    {
        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)_row);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        FindColumns();
        _held += (long)_row * _columns.Length * BytesPerValue;
        _row = 0;
        if (_held >= MaximumHeld) FlushAppender();
    }

    private void FlushAppender()
    {
        Check(NativeMethods.Appender.DuckDBAppenderFlush(_appender));
        _held = 0;
    }

    private void Check(DuckDBState state)
    {
        if (state == DuckDBState.Success) return;
        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        throw DuckDbErrors.Translate(error.Message ?? "", _path);
    }

    /// <summary>DuckDB's text of up to 12 bytes, which lies in the column itself; what follows its bytes is zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ShortText
    {
        public const int Capacity = 12;

        public uint Length;
        public fixed byte Bytes[Capacity];
    }
}
