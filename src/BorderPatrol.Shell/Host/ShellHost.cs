using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace BorderPatrol.Shell;

/// <summary>What the engine knows of the program that hosts it.</summary>
internal sealed class ShellHost : PSHost
{
    private readonly ShellOutput output = new();

    internal ShellHost() => UI = new ShellInterface(output);

    /// <summary>What <c>exit</c> asked for; null while nothing did.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>Where everything is shown.</summary>
    internal ShellOutput Output => output;

    /// <inheritdoc/>
    public override PSObject PrivateData => PSObject.AsPSObject(output);

    /// <inheritdoc/>
    public override string Name => "bpsh";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI { get; }

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => output.EndProgress();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("bpsh has no nested prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("bpsh has no nested prompt.");
}
