namespace BorderPatrol.Interpret;

/// <summary>The fields that indexes of one direction's header blocks mean (https://www.rfc-editor.org/rfc/rfc7541#section-2.3).</summary>
internal sealed class HpackTable
{
    private const int DefaultSize = 4096;

    /// <summary>Nobody offers more; what a larger one would hold longer is taken for not seen.</summary>
    private const int LargestSize = 1 << 20;

    /// <summary>What an entry counts besides its name and value.</summary>
    private const int Overhead = 32;

    private readonly List<HpackField?> _entries = [];
    private int _oldest;
    private long _size;
    private long _limit = DefaultSize;

    /// <summary>Entries that were inserted since the connection began, here or before the records begin.</summary>
    public uint Inserted { get; private set; }

    /// <summary>The field of an index, from 1 on; null when it was inserted unseen.</summary>
    public HpackField? this[long index]
    {
        get
        {
            if (index <= HpackStatic.Fields.Length) return index > 0 ? HpackStatic.Fields[index - 1] : null;
            long place = _entries.Count - (index - HpackStatic.Fields.Length);
            return place >= _oldest ? _entries[(int)place] : null;
        }
    }

    public void Insert(HpackField? field)
    {
        Inserted++;
        _entries.Add(field);
        _size += SizeOf(field);
        Evict();
    }

    public void Resize(long limit)
    {
        _limit = Math.Min(limit, LargestSize);
        Evict();
    }

    /// <summary>So many entries had been inserted before what comes now: those that were missed leave their places.</summary>
    public void Advance(uint inserted)
    {
        uint missed = inserted - Inserted;
        if (missed > _limit / Overhead)
        {
            _entries.Clear();
            _oldest = 0;
            _size = 0;
            Inserted = inserted;
        }

        while (Inserted != inserted) Insert(null);
    }

    // The shim shortens values that it hides, so what is older than the peer's table may stay a little longer; nobody refers to it.
    private void Evict()
    {
        while (_size > _limit && _oldest < _entries.Count)
        {
            _size -= SizeOf(_entries[_oldest]);
            _entries[_oldest++] = null;
        }

        if (_oldest <= _entries.Count / 2) return;
        _entries.RemoveRange(0, _oldest);
        _oldest = 0;
    }

    private static int SizeOf(HpackField? field) => Overhead + (field?.Size ?? 0);
}
