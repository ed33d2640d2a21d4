namespace BorderPatrol.Interpret;

/// <summary>IMAP: the kept part is the command without its tag, of a response the word behind the tag (native/wire/WIRE.md, "IMAP").</summary>
internal sealed class ImapProtocol : IProtocol
{
    public string Name => "imap";

    public Asked ReadRequest(ReadOnlySpan<byte> text)
    {
        var asked = MailCommand.Read(text);
        string[] words = asked.Text.Split(' ');
        return asked.Operation == "UID" && words.Length > 1 ? asked with { Operation = $"UID {words[1].ToUpperInvariant()}" } : asked;
    }

    public string ReadStatus(ReadOnlySpan<byte> text) => MailCommand.FirstWord(text).ToUpperInvariant();

    public bool IsSetUp(ReadOnlySpan<byte> text) => ReadRequest(text).Operation is "CAPABILITY" or "LOGIN" or "AUTHENTICATE" or "STARTTLS" or "ID" or "ENABLE";
}
