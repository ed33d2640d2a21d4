namespace BorderPatrol.Join;

/// <summary>
/// Turns the offsets that a process image counts from where it met a stream into offsets of the stream itself. Images that take turns on a
/// stream (a parent and its children, the programs that follow each other by exec) each count for themselves: whoever takes over goes on where the
/// stream stands. A jump in one image's own count is bytes whose record was lost; it moves the stream on by as much.
/// </summary>
internal sealed class ByteCount
{
    private Image? _mover;
    private ulong _base;
    private ulong _moverEnd;
    private Dictionary<Image, ulong>? _ends;

    /// <summary>Offset behind the last byte moved.</summary>
    public ulong Total { get; private set; }

    /// <summary>What to add to offsets of the image that moved last.</summary>
    public ulong Base => _base;

    /// <summary>An image moves bytes; returns the stream's offset of the first.</summary>
    public ulong Move(Image image, ulong offset, ulong count)
    {
        if (image != _mover) TakeOver(image, offset);
        _moverEnd = Math.Max(_moverEnd, offset + count);
        Total = Math.Max(Total, _base + offset + count);
        return _base + offset;
    }

    private void TakeOver(Image image, ulong offset)
    {
        if (_mover is not null) (_ends ??= [])[_mover] = _moverEnd;
        ulong known = offset;
        if (_ends?.Remove(image, out ulong end) == true) known = end;
        _mover = image;
        _moverEnd = known;
        _base = Total - Math.Min(known, offset);
    }
}
