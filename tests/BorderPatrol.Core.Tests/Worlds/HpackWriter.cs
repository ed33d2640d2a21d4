using System.Text;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>Compresses headers without Huffman's code, as the shim keeps them: a dynamic table of its own decides what indexes mean.</summary>
internal sealed class HpackWriter(int limit = 4096)
{
    private readonly List<(string Name, string Value)> _entries = [];
    private uint _inserted;

    /// <summary>How a field is written.</summary>
    public enum Form
    {
        Plain,
        Inserted,
        NameByIndex,
        Indexed,
    }

    /// <summary>A block with its mark. A form that a field cannot have becomes one that inserts it.</summary>
    public byte[] Block(IEnumerable<(string Name, string Value, Form Form)> fields)
    {
        List<byte> block = [0x80, (byte)(_inserted >> 24), (byte)(_inserted >> 16), (byte)(_inserted >> 8), (byte)_inserted];
        foreach (var (name, value, form) in fields) Write(block, name, value, form);
        return [.. block];
    }

    private void Write(List<byte> block, string name, string value, Form form)
    {
        int whole = 1 + _entries.FindIndex(entry => entry == (name, value)), named = 1 + _entries.FindIndex(entry => entry.Name == name);
        if (form == Form.Indexed && whole > 0)
        {
            Number(block, 0x80, 7, 61 + whole);
            return;
        }

        bool inserts = form is not Form.Plain;
        Number(block, inserts ? 0x40 : 0, inserts ? 6 : 4, form == Form.NameByIndex && named > 0 ? 61 + named : 0);
        if (form != Form.NameByIndex || named == 0) String(block, name);
        String(block, value);
        if (inserts) Insert(name, value);
    }

    private void Insert(string name, string value)
    {
        _inserted++;
        _entries.Insert(0, (name, value));
        while (_entries.Sum(entry => entry.Name.Length + entry.Value.Length + 32) > limit) _entries.RemoveAt(_entries.Count - 1);
    }

    private static void String(List<byte> block, string text)
    {
        Number(block, 0, 7, text.Length);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void Number(List<byte> block, int first, int prefix, int number)
    {
        int most = (1 << prefix) - 1;
        block.Add((byte)(first | Math.Min(number, most)));
        if (number < most) return;
        for (number -= most; number > 127; number >>= 7) block.Add((byte)(number | 0x80));
        block.Add((byte)number);
    }
}
