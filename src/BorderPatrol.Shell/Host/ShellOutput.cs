using System.Management.Automation.Host;
using System.Text;

namespace BorderPatrol.Shell;

/// <summary>
/// Standard output and error: colour and one line of progress on a terminal, plain text in a pipe. The progress line is always the last one and
/// goes away before anything else is written.
/// </summary>
internal sealed class ShellOutput
{
    private const string EraseLine = "\r\e[K";
    private readonly Lock gate = new();
    private bool progressShown;
    private StringBuilder? captured;

    /// <summary>Whether standard output understands colours and cursor movements.</summary>
    internal bool IsTerminal { get; } = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Columns of the terminal; of a pipe what COLUMNS says, else 120.</summary>
    internal static int Width => !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width
        ? width
        : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns > 0 ? columns : 120;

    /// <summary>Writes to standard output.</summary>
    internal void Write(string text) => Write(Console.Out, text, IsTerminal);

    /// <summary>What some work writes, as plain text instead of on the terminal.</summary>
    internal string Capture(Action work)
    {
        var (outer, text) = (captured, new StringBuilder());
        captured = text;
        try
        {
            work();
        }
        finally
        {
            captured = outer;
        }

        return text.ToString();
    }

    /// <summary>Writes to standard error.</summary>
    internal void WriteError(string text) => Write(Console.Error, text, IsTerminal && !Console.IsErrorRedirected);

    /// <summary>Shows how far something is, in place of what was shown before; nothing in a pipe.</summary>
    internal void ShowProgress(string text)
    {
        if (!IsTerminal) return;
        lock (gate)
        {
            Console.Out.Write(EraseLine + text[..Math.Min(text.Length, Width - 1)]);
            progressShown = true;
        }
    }

    /// <summary>Takes the progress line away.</summary>
    internal void EndProgress()
    {
        lock (gate)
        {
            if (progressShown) Console.Out.Write(EraseLine);
            progressShown = false;
        }
    }

    private void Write(TextWriter writer, string text, bool colour)
    {
        lock (gate)
        {
            if (captured != null)
            {
                captured.Append(PSHostUserInterface.GetOutputString(text, false));
                return;
            }

            EndProgress();
            writer.Write(PSHostUserInterface.GetOutputString(text, colour));
        }
    }
}
