using System.Buffers;

namespace BorderPatrol.Interpret;

/// <summary>
/// Huffman's code of HPACK (https://www.rfc-editor.org/rfc/rfc7541#appendix-B). It is canonical: codes of a length are numbers in a row, in the
/// order of their letters, and begin where the shorter ones end.
/// </summary>
internal static class HpackHuffman
{
    private const int Shortest = 5;

    private static readonly byte[] Counts = [10, 26, 32, 6, 0, 5, 3, 2, 6, 2, 3, 0, 0, 0, 3, 8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 3];

    private static readonly byte[] Letters =
    [
        48, 49, 50, 97, 99, 101, 105, 111, 115, 116, 32, 37, 45, 46, 47, 51, 52, 53, 54, 55, 56, 57, 61, 65, 95,
        98, 100, 102, 103, 104, 108, 109, 110, 112, 114, 117, 58, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76,
        77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 89, 106, 107, 113, 118, 119, 120, 121, 122, 38, 42, 44, 59,
        88, 90, 33, 34, 40, 41, 63, 39, 43, 124, 35, 62, 0, 36, 64, 91, 93, 126, 94, 125, 60, 96, 123, 92, 195,
        208, 128, 130, 131, 162, 184, 194, 224, 226, 153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229,
        230, 129, 132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189,
        190, 196, 198, 228, 232, 233, 1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157,
        158, 165, 166, 168, 174, 175, 180, 182, 183, 188, 191, 197, 231, 239, 9, 142, 144, 145, 148, 159, 171,
        206, 215, 225, 236, 237, 199, 207, 234, 235, 192, 193, 200, 201, 202, 205, 210, 213, 218, 219, 238, 240,
        242, 243, 255, 203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250, 251, 252, 253,
        254, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        127, 220, 249, 10, 13, 22,
    ];

    /// <summary>Appends the letters of a string; false when it is none.</summary>
    public static bool Decode(ReadOnlySpan<byte> code, IBufferWriter<byte> letters)
    {
        uint bits = 0;
        int count = 0;
        foreach (byte part in code)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bits = (bits << 1) | ((uint)part >> bit & 1);
                if (++count < Shortest || Letter(bits, count) is not { } letter) continue;
                letters.Write([letter]);
                (bits, count) = (0, 0);
            }
        }

        // What is left fills the last byte with ones.
        return count < 8 && bits == (1u << count) - 1;
    }

    private static byte? Letter(uint bits, int count)
    {
        uint first = 0, index = 0;
        for (int length = 0; length < Counts.Length && length <= count - Shortest; length++)
        {
            uint here = Counts[length];
            if (length == count - Shortest) return bits - first < here ? Letters[index + bits - first] : null;
            index += here;
            first = (first + here) << 1;
        }

        return null;
    }
}
