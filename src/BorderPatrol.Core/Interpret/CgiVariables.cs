using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>A request as gateway protocols tell it: the variables of CGI, a line <c>NAME=value</c> each (https://www.rfc-editor.org/rfc/rfc3875#section-4.1).</summary>
internal static class CgiVariables
{
    public static Asked Read(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text);
        string? method = null, uri = null, document = null, script = null, info = null, role = null;
        foreach (string line in whole.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals < 0) continue;
            string value = line[(equals + 1)..];
            switch (line[..equals])
            {
                case "REQUEST_METHOD": method ??= value; break;
                case "REQUEST_URI": uri ??= value; break;
                case "DOCUMENT_URI": document ??= value; break;
                case "SCRIPT_NAME": script ??= value; break;
                case "PATH_INFO": info ??= value; break;
                case "FCGI_ROLE": role ??= value; break;
            }
        }

        string? target = uri ?? document ?? (script is null && info is null ? null : script + info);
        return new Asked(method ?? role ?? "", target is null ? "" : HttpRoute.Of(KeptFields.Unescape(target)), whole);
    }
}
