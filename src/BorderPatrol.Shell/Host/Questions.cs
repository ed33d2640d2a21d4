using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace BorderPatrol.Shell;

/// <summary>Everything that the engine asks the user.</summary>
internal sealed class Questions(ShellOutput output)
{
    /// <summary>A line, or null at the end of input.</summary>
    internal string? ReadLine()
    {
        output.EndProgress();
        return Console.In.ReadLine();
    }

    /// <summary>A line that is not shown.</summary>
    internal SecureString ReadSecret()
    {
        var secret = new SecureString();
        if (Console.IsInputRedirected)
        {
            foreach (char c in ReadLine() ?? "")
                secret.AppendChar(c);
            return secret;
        }

        for (var key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0) secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar)) secret.AppendChar(key.KeyChar);
        }

        output.Write("\n");
        return secret;
    }

    /// <summary>A value for each field, for example a mandatory parameter that was not given.</summary>
    internal Dictionary<string, PSObject> Ask(string caption, string message, IEnumerable<FieldDescription> fields)
    {
        Introduce(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in fields)
        {
            output.Write($"{field.Name}: ");
            string line = ReadLine() ?? throw new InvalidOperationException($"A value for {field.Name} is needed and the input has ended.");
            answers[field.Name] = PSObject.AsPSObject(line);
        }

        return answers;
    }

    /// <summary>One of several choices, by its key or its whole name; the default at an empty line and at the end of input.</summary>
    internal int Choose(string caption, string message, IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
    {
        Introduce(caption, message);
        while (true)
        {
            output.Write(string.Join("  ", choices.Select(choice => $"[{Key(choice)}] {Name(choice)}")) + ": ");
            string? line = ReadLine()?.Trim();
            if (string.IsNullOrEmpty(line)) return Math.Max(defaultChoice, 0);
            for (int i = 0; i < choices.Count; i++)
            {
                if (Same(line, Key(choices[i])) || Same(line, Name(choices[i]))) return i;
            }
        }
    }

    /// <summary>A user with a password.</summary>
    internal PSCredential Credential(string caption, string message, string? user)
    {
        Introduce(caption, message);
        if (string.IsNullOrEmpty(user))
        {
            output.Write("User: ");
            user = ReadLine() ?? "";
        }

        output.Write($"Password for {user}: ");
        return new PSCredential(user, ReadSecret());
    }

    private void Introduce(string? caption, string? message)
    {
        foreach (string? text in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(text)) output.Write(text + "\n");
        }
    }

    private static string Name(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[mark + 1].ToString(CultureInfo.InvariantCulture) : choice.Label;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.CurrentCultureIgnoreCase);
}
