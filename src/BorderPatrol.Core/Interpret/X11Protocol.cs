using System.Globalization;
using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>X11: requests of the core protocol that have a reply (X Window System Protocol, version 11, appendix B), and setting up.</summary>
internal sealed class X11Protocol : IProtocol
{
    private static readonly Dictionary<int, string> Requests = Named("""
        3 GetWindowAttributes 14 GetGeometry 15 QueryTree 16 InternAtom 17 GetAtomName 20 GetProperty 21 ListProperties
        23 GetSelectionOwner 26 GrabPointer 31 GrabKeyboard 38 QueryPointer 39 GetMotionEvents 40 TranslateCoordinates 43 GetInputFocus
        44 QueryKeymap 47 QueryFont 48 QueryTextExtents 49 ListFonts 50 ListFontsWithInfo 52 GetFontPath 73 GetImage
        83 ListInstalledColormaps 84 AllocColor 85 AllocNamedColor 86 AllocColorCells 87 AllocColorPlanes 91 QueryColors 92 LookupColor
        97 QueryBestSize 98 QueryExtension 99 ListExtensions 101 GetKeyboardMapping 103 GetKeyboardControl 106 GetPointerControl
        108 GetScreenSaver 110 ListHosts 116 SetPointerMapping 117 GetPointerMapping 118 SetModifierMapping 119 GetModifierMapping
        """);

    private static readonly string[] Errors =
    [
        "", "Request", "Value", "Window", "Pixmap", "Atom", "Cursor", "Font", "Match", "Drawable", "Access", "Alloc", "Colormap", "GContext", "IDChoice", "Name",
        "Length", "Implementation",
    ];

    public string Name => "x11";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        var fields = Fields(text);
        string operation = fields[0] == "setup" ? "Setup" : Requests.GetValueOrDefault(NumberOf(fields[0]), fields[0]);
        string route = fields.Length > 1 ? KeptFields.Unescape(fields[1]) : "";
        return new Asked(operation, route, route.Length > 0 ? $"{operation} {route}" : operation);
    }

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        var fields = Fields(text);
        int code = fields.Length > 1 ? NumberOf(fields[1]) : 0;
        return fields[0] switch
        {
            "setup" => code switch { 1 => "Success", 2 => "Authenticate", _ => "Failed" },
            "error" => code > 0 && code < Errors.Length ? Errors[code] : $"Error{code.ToString(CultureInfo.InvariantCulture)}",
            "reply" => "Success",
            _ => "",
        };
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) => text.StartsWith("setup"u8);

    // Numbers, each with its name behind it.
    private static Dictionary<int, string> Named(string table) =>
        table.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(pair => NumberOf(pair[0]), pair => pair[1]);

    private static string[] Fields(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text).TrimEnd('\n').Split('\t');

    private static int NumberOf(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
