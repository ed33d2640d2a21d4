namespace BorderPatrol.Wire;

/// <summary>What the bytes at some place are.</summary>
public enum ChunkVerdict
{
    /// <summary>A whole chunk whose checksum is right.</summary>
    Valid,

    /// <summary>The beginning of what may become a chunk.</summary>
    Incomplete,

    /// <summary>No chunk: the magic number is missing.</summary>
    NotAChunk,

    /// <summary>A chunk of a version that this code does not read.</summary>
    NewerVersion,

    /// <summary>A chunk that claims more payload than <see cref="WireFormat.ChunkMaximum"/>.</summary>
    TooLong,

    /// <summary>A chunk whose checksum is wrong.</summary>
    Damaged,
}
