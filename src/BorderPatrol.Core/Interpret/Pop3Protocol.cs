namespace BorderPatrol.Interpret;

/// <summary>POP3: the kept part is the command's line, of a reply its first word (native/wire/WIRE.md, "POP3").</summary>
internal sealed class Pop3Protocol : IProtocol
{
    public string Name => "pop3";

    public Asked ReadRequest(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("?"u8) ? new Asked("CHALLENGE", "CHALLENGE", "?") : MailCommand.Read(text);

    public string ReadStatus(ReadOnlySpan<byte> text) => MailCommand.FirstWord(text) switch
    {
        "+OK" => "OK",
        "-ERR" => "ERR",
        var word => word,
    };

    public bool IsSetUp(ReadOnlySpan<byte> text) => ReadRequest(text).Operation is "CAPA" or "USER" or "PASS" or "APOP" or "AUTH" or "CHALLENGE" or "STLS";
}
