using BorderPatrol.Raw;

namespace BorderPatrol.Join;

/// <summary>The kept part of a message: pieces that stay where they lie in the log until somebody asks. A field, not to be copied.</summary>
internal struct KeptText
{
    private RawText _first;
    private List<RawText>? _more;

    public void Add(RawText piece)
    {
        if (piece.Length == 0) return;
        if (_first.Length == 0) _first = piece;
        else (_more ??= []).Add(piece);
    }

    /// <summary>All of it as bytes.</summary>
    public readonly ReadOnlySpan<byte> Bytes()
    {
        if (_more is null) return _first.Bytes;
        var joined = new byte[_first.Length + _more.Sum(piece => piece.Length)];
        _first.Bytes.CopyTo(joined);
        int at = _first.Length;
        foreach (var piece in _more)
        {
            piece.Bytes.CopyTo(joined.AsSpan(at));
            at += piece.Length;
        }

        return joined;
    }
}
