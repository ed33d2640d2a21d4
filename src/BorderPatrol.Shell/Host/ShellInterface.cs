using System.Management.Automation;
using System.Management.Automation.Host;

namespace BorderPatrol.Shell;

/// <summary>Shows what the engine says on the terminal or in the pipe. Questions are in <see cref="Questions"/>.</summary>
internal sealed class ShellInterface(ShellOutput output) : PSHostUserInterface
{
    private readonly Questions questions = new(output);

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new ShellRawInterface(output);

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => output.IsTerminal;

    /// <inheritdoc/>
    public override void Write(string value) => output.Write(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        output.Write(Colours.Paint(foregroundColor, value));

    /// <inheritdoc/>
    public override void WriteLine(string value) => output.Write(value + "\n");

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => output.WriteError(Colours.Paint(ConsoleColor.Red, value) + "\n");

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => Notice("WARNING", message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => Notice("VERBOSE", message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => Notice("DEBUG", message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed) output.EndProgress();
        else output.ShowProgress(Progress.Line(record));
    }

    /// <inheritdoc/>
    public override string ReadLine() => questions.ReadLine() ?? "";

    /// <inheritdoc/>
    public override System.Security.SecureString ReadLineAsSecureString() => questions.ReadSecret();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, System.Collections.ObjectModel.Collection<FieldDescription> descriptions) =>
        questions.Ask(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, System.Collections.ObjectModel.Collection<ChoiceDescription> choices, int defaultChoice) =>
        questions.Choose(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        questions.Credential(caption, message, userName);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        questions.Credential(caption, message, userName);

    private void Notice(string kind, string message) => output.Write(Colours.Paint(ConsoleColor.Yellow, $"{kind}: {message}") + "\n");
}
