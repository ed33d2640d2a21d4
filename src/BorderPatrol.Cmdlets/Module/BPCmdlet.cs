using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// What all cmdlets share: Ctrl-C cancels <see cref="Cancellation"/>, and a <see cref="BorderPatrolException"/> becomes an error record with its id and hint.
/// </summary>
public abstract class BPCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    protected CancellationToken Cancellation => stopping.Token;

    /// <summary>The cmdlet's work on one pipeline object. An error ends the pipeline.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>The cmdlet's work after the last pipeline object. An error ends the pipeline.</summary>
    protected virtual void Finish()
    {
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(Finish);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => stopping.Cancel();

    /// <summary>Work on one of several items: its error is reported and the next item's turn comes.</summary>
    /// <param name="item">What the error is about.</param>
    /// <param name="work">What to do.</param>
    internal void ForItem(object item, Action work)
    {
        try
        {
            work();
        }
        catch (BorderPatrolException error)
        {
            WriteError(Errors.Record(error, item));
        }
    }

    /// <summary>The full path of a file that need not exist, seen from the shell's current folder.</summary>
    /// <param name="path">As the user gave it.</param>
    protected string FullPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>Releases the cancellation source.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">Whether it was asked for.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) stopping.Dispose();
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (BorderPatrolException error)
        {
            ThrowTerminatingError(Errors.Record(error, null));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
