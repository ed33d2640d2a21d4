using System.Management.Automation;

namespace BorderPatrol.Shell;

/// <summary>
/// Objects as the text that the terminal would show. The engine itself needs it to feed programs from the pipeline; without PowerShell's own cmdlets
/// nobody else brings it.
/// </summary>
[Cmdlet("Out", "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : PSCmdlet
{
    private readonly List<PSObject> waiting = [];
    private readonly List<string> lines = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Give each line as soon as it is known, instead of one text at the end.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is string text)
        {
            Flush();
            Take(text);
        }
        else if (InputObject != null)
        {
            waiting.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Flush();
        if (!Stream) WriteObject(string.Concat(lines.Select(line => line + Environment.NewLine)));
    }

    private void Take(string line)
    {
        if (Stream) WriteObject(line);
        else lines.Add(line);
    }

    // What belongs together is shown together: a table of many objects has one head.
    private void Flush()
    {
        if (waiting.Count == 0) return;
        string shown = ((ShellOutput)Host.PrivateData.BaseObject).Capture(() =>
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Out-Default").Invoke(waiting);
        });
        waiting.Clear();
        foreach (string line in shown.TrimEnd('\n').Split('\n'))
            Take(line);
    }
}
