using System.Globalization;
using System.Management.Automation.Host;

namespace BorderPatrol.Cmdlets.Tests.Engine;

/// <summary>A host whose screen can be read.</summary>
internal sealed class RecordingHost : PSHost
{
    internal Screen Screen { get; } = new();

    public override string Name => "tests";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => Screen;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void SetShouldExit(int exitCode) => throw new NotSupportedException();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
