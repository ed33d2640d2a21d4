using System.Text;

namespace BorderPatrol.Core.Tests.Worlds;

/// <summary>Compresses headers as the shim keeps them: a dynamic table of its own decides what indexes mean.</summary>
internal sealed class HpackWriter(int limit = 4096)
{
    // https://www.rfc-editor.org/rfc/rfc7541#appendix-B: the length of each byte's code, as a digit to the base 36.
    private const string CodeLengths =
        "dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca" +
        "d67777777777777777777777878djde6f56565666577666567655677777fbeds" +
        "kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn" +
        "qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq";

    private static readonly Lazy<string[]> Codes = new(MakeCodes);

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

    /// <summary>Whether strings are written in Huffman's code.</summary>
    public bool Huffman { get; set; }

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

    private void String(List<byte> block, string text)
    {
        byte[] letters = Encoding.UTF8.GetBytes(text), code = Huffman ? Coded(letters) : letters;
        Number(block, Huffman && code.Length > 0 ? 0x80 : 0, 7, code.Length);
        block.AddRange(code);
    }

    private static byte[] Coded(byte[] letters)
    {
        string bits = string.Concat(letters.Select(letter => Codes.Value[letter]));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    // Codes of a length are numbers in a row, in the order of their bytes, and begin where the shorter ones end.
    private static string[] MakeCodes()
    {
        var codes = new string[256];
        uint next = 0;
        for (int length = 1; length <= 30; length++, next <<= 1)
        {
            foreach (int letter in Enumerable.Range(0, 256).Where(letter => LengthOf(letter) == length))
                codes[letter] = Convert.ToString(next++, 2).PadLeft(length, '0');
        }

        return codes;
    }

    private static int LengthOf(int letter) => CodeLengths[letter] - (CodeLengths[letter] >= 'a' ? 'a' - 10 : '0');

    private static void Number(List<byte> block, int first, int prefix, int number)
    {
        int most = (1 << prefix) - 1;
        block.Add((byte)(first | Math.Min(number, most)));
        if (number < most) return;
        for (number -= most; number > 127; number >>= 7) block.Add((byte)(number | 0x80));
        block.Add((byte)number);
    }
}
