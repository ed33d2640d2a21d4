using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that send mail through Exim, and that read it from Dovecot over IMAP and look for it over POP3, each by a library and by a program, in clear and in TLS.</summary>
public class MailTests
{
    private const int Library = 48, Program = 48;

    [Fact]
    public async Task Every_command_that_sends_mail_belongs_to_its_request()
    {
        string exim = Require.Program("exim4");
        Require.Program("swaks");
        Require.That(Command.Run("perl", "-MNet::SSLeay", "-e1").ExitCode == 0, "libnet-ssleay-perl is not installed");
        using var front = new Front("smtp", 25, folder => Exim(exim, folder), redacts: false, encrypted: 465);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string to = $"<tag=r{number:D4}@example.test>";
            bool library = number < Library;
            string[] sent = library ? ["mail FROM:<me@example.test> size=35", $"rcpt TO:{to}", "data", "(message)"] : ["MAIL FROM:<me@example.test>", $"RCPT TO:{to}", "DATA", "(message)"];
            string[] around = library ? [.. Sealed(number, "STARTTLS"), "EHLO"] : ["EHLO", .. Sealed(number, "STARTTLS", "EHLO"), "QUIT"];
            var path = IsExact(paths, number, "smtp", sent, around);
            Assert.All(path.Spans.Where(span => span.Protocol == "smtp"), span => Assert.Equal("exim4", span.Program));
            IsProven(path);
        }
    }

    [Fact]
    public async Task Every_command_that_reads_mail_over_IMAP_belongs_to_its_request()
    {
        using var front = new Front("imap", 143, folder => Dovecot("imap", folder), redacts: false, encrypted: 993);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"tag=r{number:D4}";
            string[] read = number < Library
                ? [$"CREATE {tag}", $"APPEND {tag} {{23}} ?", $"SELECT {tag}", "FETCH 1 (RFC822.TEXT)", "NOOP"]
                : [$"CREATE {tag}", $"APPEND {tag} (\\Seen) {{23}} ?", $"SELECT {tag}", "UID FETCH 1 BODY[]"];
            string[] around = number < Library
                ? ["CAPABILITY", .. Sealed(number, "STARTTLS"), "LOGIN"]
                : ["CAPABILITY", .. Sealed(number, "STARTTLS", "CAPABILITY"), "AUTHENTICATE", "LOGOUT"];
            IsProven(IsExact(paths, number, "imap", read, around));
        }
    }

    [Fact]
    public async Task Every_command_that_reads_mail_over_POP3_belongs_to_its_request()
    {
        using var front = new Front("pop3", 110, folder => Dovecot("pop3", folder), redacts: false, encrypted: 995);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"tag=r{number:D4}";
            string[] read = number < Library ? [.. Sealed(number, "CAPA", "STLS"), $"USER {tag}", "PASS secret", "STAT", "LIST", "QUIT"] : ["AUTH PLAIN", "?", "LIST", "QUIT"];
            IsProven(IsExact(paths, number, "pop3", read, number < Library ? [] : ["CAPA", .. Sealed(number, "STLS", "CAPA")]));
        }
    }

    // Every third request asks for TLS on a connection that begins in clear, and every third has TLS from the first byte.
    private static string[] Sealed(int number, params string[] commands) => number % 3 == 1 ? commands : [];

    // What the connection needs is said by the first request on it, or by each that has its own.
    private static TracedPath IsExact(ILookup<string, TracedPath> paths, int number, string protocol, string[] expected, string[] around)
    {
        var path = Assert.Single(paths[$"r{number:D4}"]);
        var spans = path.Spans.Where(span => span.Protocol == protocol).ToArray();
        Assert.Equal(expected, spans.Where(span => !around.Contains(span.Operation)).Select(span => span.Text));
        if (number >= Library) Assert.Equal(around, spans.Select(span => span.Operation).Where(around.Contains));
        return path;
    }

    // Also where Dovecot's login process passes a connection on to another process in the midst of its conversation.
    private static void IsProven(TracedPath path) => Assert.True(path.Request.Certainty == BPCertainty.Proven, path.Request.Reasons);

    // Each protocol is a package of its own.
    private static string[] Dovecot(string protocol, Folder folder)
    {
        Require.That(File.Exists($"/usr/lib/dovecot/{protocol}"), $"dovecot-{protocol}d is not installed");
        string dovecot = Require.Program("dovecot"), configuration = Configure("dovecot", folder);
        Command.Run("chown", "nobody", folder.Subfolder("dovecot/mail")).Succeeded();
        return [dovecot, "-F", "-c", configuration];
    }

    private static string[] Exim(string exim, Folder folder)
    {
        string configuration = Configure("exim", folder);
        Command.Run("chown", "Debian-exim", folder.At("exim"), folder.At("key.pem")).Succeeded();
        return [exim, "-C", configuration, "-bdf"];
    }

    private static string Configure(string server, Folder folder)
    {
        var certificate = new Certificate(folder, "DNS:mail.example");
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"Content/{server}.conf"));
        return folder.Write($"{server}.conf", text.Replace("FOLDER", folder.Subfolder(server)).Replace("CHAIN", certificate.Chain).Replace("KEY", certificate.Key));
    }
}
