using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Requests that send mail through Exim, and that read it from Dovecot over IMAP and look for it over POP3, each by a library and by a program.</summary>
public class MailTests
{
    private const int Library = 32, Program = 32;

    [Fact]
    public async Task Every_command_that_sends_mail_belongs_to_its_request()
    {
        string exim = Require.Program("exim4");
        Require.Program("swaks");
        using var front = new Front("smtp", 25, folder => Exim(exim, folder), redacts: false);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string to = $"<tag=r{number:D4}@example.test>";
            bool library = number < Library;
            string[] sent = library ? ["mail FROM:<me@example.test> size=35", $"rcpt TO:{to}", "data", "(message)"] : ["MAIL FROM:<me@example.test>", $"RCPT TO:{to}", "DATA", "(message)"];
            var path = IsExact(paths, number, "smtp", sent, library ? ["ehlo library.example"] : ["EHLO program.example", "QUIT"]);
            Assert.All(path.Spans.Where(span => span.Protocol == "smtp"), span => Assert.Equal("exim4", span.Program));
            Assert.True(path.Request.Certainty == BPCertainty.Proven, path.Request.Reasons);
        }
    }

    [Fact]
    public async Task Every_command_that_reads_mail_over_IMAP_belongs_to_its_request()
    {
        using var front = new Front("imap", 143, folder => Dovecot("imap", folder), redacts: false);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"tag=r{number:D4}";
            string[] read = number < Library
                ? [$"CREATE {tag}", $"APPEND {tag} {{23}} ?", $"SELECT {tag}", "FETCH 1 (RFC822.TEXT)", "NOOP"]
                : [$"CREATE {tag}", $"APPEND {tag} (\\Seen) {{23}} ?", $"SELECT {tag}", "UID FETCH 1 BODY[]"];
            string[] around = number < Library ? ["CAPABILITY", "LOGIN"] : ["CAPABILITY", "AUTHENTICATE", "LOGOUT"];
            IsMarked(IsExact(paths, number, "imap", read, around));
        }
    }

    [Fact]
    public async Task Every_command_that_reads_mail_over_POP3_belongs_to_its_request()
    {
        using var front = new Front("pop3", 110, folder => Dovecot("pop3", folder), redacts: false);
        var paths = await front.RunAsync(Library, Program);
        for (int number = 0; number < Library + Program; number++)
        {
            string tag = $"tag=r{number:D4}";
            string[] read = number < Library ? [$"USER {tag}", "PASS secret", "STAT", "LIST", "QUIT"] : ["AUTH PLAIN", "?", "LIST", "QUIT"];
            IsMarked(IsExact(paths, number, "pop3", read, number < Library ? [] : ["CAPA"]));
        }
    }

    // What the connection needs is said by the first request on it, or by each that has its own.
    private static TracedPath IsExact(ILookup<string, TracedPath> paths, int number, string protocol, string[] expected, string[] around)
    {
        var path = Assert.Single(paths[$"r{number:D4}"]);
        var spans = path.Spans.Where(span => span.Protocol == protocol).ToArray();
        Assert.Equal(expected, spans.Where(span => !around.Contains(span.Text) && !around.Contains(span.Operation)).Select(span => span.Text));
        if (number >= Library) Assert.Equal(expected.Length + around.Length, spans.Length);
        return path;
    }

    // Dovecot's login process passes a connection on to another process in the midst of its conversation: what that one does is not all seen, and the path says so.
    private static void IsMarked(TracedPath path)
    {
        string[] known = [
            "the two ends of a connection disagree on a message's length", "an answer was not seen",
            "the serving end is traced, but its record of the message is missing",
        ];
        Assert.True(path.Request.Certainty is BPCertainty.Proven or BPCertainty.Incomplete);
        Assert.Empty(path.Request.Reasons.Split("; ", StringSplitOptions.RemoveEmptyEntries).Except(known));
    }

    // Each protocol is a package of its own.
    private static string[] Dovecot(string protocol, Folder folder)
    {
        Require.That(File.Exists($"/usr/lib/dovecot/{protocol}"), $"dovecot-{protocol}d is not installed");
        string dovecot = Require.Program("dovecot"), own = folder.Subfolder("dovecot"), configuration = folder.At("dovecot.conf");
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content/dovecot.conf"));
        File.WriteAllText(configuration, text.Replace("FOLDER", own, StringComparison.Ordinal));
        Command.Run("chown", "nobody", folder.Subfolder("dovecot/mail")).Succeeded();
        return [dovecot, "-F", "-c", configuration];
    }

    private static string[] Exim(string exim, Folder folder)
    {
        string spool = folder.Subfolder("exim"), configuration = folder.At("exim.conf");
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Content/exim.conf"));
        File.WriteAllText(configuration, text.Replace("FOLDER", spool, StringComparison.Ordinal));
        Command.Run("chown", "Debian-exim", spool).Succeeded();
        return [exim, "-C", configuration, "-bdf", "-oX", "25"];
    }
}
