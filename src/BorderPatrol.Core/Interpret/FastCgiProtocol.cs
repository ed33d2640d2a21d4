using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>FastCGI 1.0 (native/wire/WIRE.md, "FastCGI").</summary>
internal sealed class FastCgiProtocol : IProtocol
{
    private const string EndRequest = "END_REQUEST\t";

    // https://fastcgi-archives.github.io/FastCGI_Specification.html#S5.5
    private static readonly string[] Refusals = ["", "CANT_MPX_CONN", "OVERLOADED", "UNKNOWN_ROLE"];

    public string Name => "fastcgi";

    public Asked ReadRequest(ReadOnlySpan<byte> text) => CgiVariables.Read(text);

    public string ReadStatus(ReadOnlySpan<byte> text)
    {
        string whole = Encoding.UTF8.GetString(text);
        int line = whole.StartsWith(EndRequest, StringComparison.Ordinal) ? 0 : whole.IndexOf('\n' + EndRequest, StringComparison.Ordinal) + 1;
        bool ends = line > 0 || whole.StartsWith(EndRequest, StringComparison.Ordinal);
        string[] codes = ends ? whole[(line + EndRequest.Length)..].TrimEnd('\n').Split('\t') : [];
        if (codes is [_, var refusal] && refusal != "0") return int.TryParse(refusal, out int code) && code < Refusals.Length ? Refusals[code] : $"REFUSED {refusal}";
        string status = CgiAnswer.Status(ends ? Encoding.UTF8.GetBytes(whole[..line]) : text);
        return status.Length == 0 && codes is [var exit, ..] ? $"EXIT {exit}" : status;
    }

    public bool IsSetUp(ReadOnlySpan<byte> text) => false;
}
