using System.Globalization;
using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>Lines of fields, which the shim makes of messages that are no text (native/wire/WIRE.md, "Messages").</summary>
internal static class KeptFields
{
    /// <summary>A field as it was in the message.</summary>
    public static string Unescape(string field)
    {
        if (!field.Contains('\\')) return field;
        var result = new StringBuilder(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\' || i + 1 == field.Length)
            {
                result.Append(field[i]);
                continue;
            }

            char escape = field[++i];
            if (escape == 'x' && i + 2 < field.Length && byte.TryParse(field.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte code))
            {
                result.Append((char)code);
                i += 2;
            }
            else
            {
                result.Append(escape switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => escape });
            }
        }

        return result.ToString();
    }
}
