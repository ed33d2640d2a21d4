using System.Runtime.InteropServices;

namespace BorderPatrol.Join;

/// <summary>
/// Who wrote which bytes of a stream, until they are read. At most <see cref="Most"/> pieces are remembered: a stream whose reader is not traced
/// would grow without end, and hardly a kernel buffer holds so many unread ones.
/// </summary>
internal sealed class UnreadBytes
{
    private const int Most = 1024;
    private readonly List<Piece> _pieces = [];
    private int _first;

    /// <summary>Bytes up to an offset were written by a strand.</summary>
    public void Wrote(ulong end, Strand writer)
    {
        if (_pieces.Count > _first && _pieces[^1].Writer == writer)
        {
            CollectionsMarshal.AsSpan(_pieces)[^1].End = end;
            return;
        }

        // Work that is still nobody's must be able to end while its bytes lie unread.
        var piece = new Piece { End = end, Writer = writer, Held = writer.Span is not null };
        if (piece.Held) writer.Hold();
        _pieces.Add(piece);
        if (_pieces.Count - _first > Most) DropFirst();
    }

    /// <summary>Bytes from an offset to another were read.</summary>
    /// <param name="begin">Offset of the first.</param>
    /// <param name="end">Offset behind the last.</param>
    /// <param name="several">Whether more than one exchange's strands wrote them.</param>
    /// <returns>Who wrote the first of them that anybody is known to have written; null for nobody.</returns>
    public Strand? Read(ulong begin, ulong end, out bool several)
    {
        Strand? found = null;
        several = false;
        while (_first < _pieces.Count)
        {
            var piece = _pieces[_first];
            if (piece.End > begin)
            {
                several |= found is not null && found != piece.Writer && (found.Span is null || found.Span != piece.Writer.Span);
                found ??= piece.Writer;
            }

            if (piece.End <= end) DropFirst();
            if (piece.End >= end) break;
        }

        return found;
    }

    /// <summary>Nobody will read any more.</summary>
    public void Forget()
    {
        while (_first < _pieces.Count) DropFirst();
    }

    private void DropFirst()
    {
        var piece = _pieces[_first];
        _pieces[_first++] = default;
        if (_first == _pieces.Count || _first > Most)
        {
            _pieces.RemoveRange(0, _first);
            _first = 0;
        }

        if (piece.Held) piece.Writer.Release();
    }

    private struct Piece
    {
        public ulong End;
        public Strand Writer;
        public bool Held;
    }
}
