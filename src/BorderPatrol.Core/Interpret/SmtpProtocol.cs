namespace BorderPatrol.Interpret;

/// <summary>SMTP: the kept part is the command's line, a message is <c>(message)</c> (native/wire/WIRE.md, "SMTP").</summary>
internal sealed class SmtpProtocol : IProtocol
{
    public string Name => "smtp";

    public Asked ReadRequest(ReadOnlySpan<byte> text) => text switch
    {
        _ when text.SequenceEqual("(message)"u8) => new Asked("MESSAGE", "MESSAGE", "(message)"),
        _ when text.SequenceEqual("?"u8) => new Asked("CHALLENGE", "CHALLENGE", "?"),
        _ when text.StartsWith("EHLO"u8) || text.StartsWith("HELO"u8) || text.StartsWith("ehlo"u8) || text.StartsWith("helo"u8) =>
            MailCommand.Read(text) with { Route = MailCommand.FirstWord(text).ToUpperInvariant() },
        _ => MailCommand.Read(text),
    };

    public string ReadStatus(ReadOnlySpan<byte> text) => MailCommand.FirstWord(text);

    public bool IsSetUp(ReadOnlySpan<byte> text) => ReadRequest(text).Operation is "EHLO" or "HELO" or "AUTH" or "CHALLENGE" or "STARTTLS";
}
