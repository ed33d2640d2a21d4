namespace BorderPatrol.Interpret;

/// <summary>uwsgi, SCGI and CGI itself (native/wire/WIRE.md, "uwsgi and SCGI", "CGI"): CGI's variables and the head of a script's answer.</summary>
/// <param name="name">Which of them.</param>
internal sealed class GatewayProtocol(string name) : IProtocol
{
    public string Name => name;

    public Asked ReadRequest(ReadOnlySpan<byte> text) => CgiVariables.Read(text);

    public string ReadStatus(ReadOnlySpan<byte> text) => CgiAnswer.Status(text);

    public bool IsSetUp(ReadOnlySpan<byte> text) => false;
}
