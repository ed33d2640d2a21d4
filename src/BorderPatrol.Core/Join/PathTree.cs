namespace BorderPatrol.Join;

/// <summary>A request as the joiners find it: its topmost exchanges, under which all others hang. There is more than one where a program began it
/// by itself and had to set up a connection first.</summary>
internal sealed class PathTree
{
    /// <summary>In the order in which they were asked; the last is what the request is about.</summary>
    public List<Exchange> Tops { get; } = new(1);

    public Exchange Main => Tops[^1];

    /// <summary>Topmost exchanges that are not done.</summary>
    public int Open { get; set; }

    /// <summary>Its number in its run; 0 while an earlier message may still become a request.</summary>
    public long Number { get; set; }
}
