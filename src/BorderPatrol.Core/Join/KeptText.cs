using System.Runtime.InteropServices;
using BorderPatrol.Raw;

namespace BorderPatrol.Join;

/// <summary>The kept part of a message: pieces that stay where they lie in the log until somebody asks, or what was made of them. A field, not to be copied.</summary>
internal struct KeptText
{
    // The shim keeps no more than this either; compressed headers make much of little.
    private const int MostMade = 1 << 20;

    private RawText _first;
    private List<RawText>? _more;
    private List<byte>? _made;

    public void Add(RawText piece)
    {
        if (piece.Length == 0) return;
        if (_made is not null) Add(piece.Bytes);
        else if (_first.Length == 0) _first = piece;
        else (_more ??= []).Add(piece);
    }

    /// <summary>What a conversation made of a piece, which stands for it.</summary>
    public void Add(ReadOnlySpan<byte> made)
    {
        _made ??= [.. Bytes()];
        _made.AddRange(made[..Math.Clamp(MostMade - _made.Count, 0, made.Length)]);
    }

    /// <summary>All of it as bytes.</summary>
    public readonly ReadOnlySpan<byte> Bytes()
    {
        if (_made is not null) return CollectionsMarshal.AsSpan(_made);
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
