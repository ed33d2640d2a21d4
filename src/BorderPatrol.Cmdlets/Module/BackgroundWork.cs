using System.Collections.Concurrent;
using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// Runs long work beside the pipeline's thread, which alone may write to the pipeline: progress and warnings are brought to it. So Ctrl-C is answered
/// and progress moves however long a single step takes.
/// </summary>
internal sealed class BackgroundWork(Cmdlet cmdlet, TimedProgress progress)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentQueue<BPWarning> warnings = [];
    private volatile string step = "";
    private double fraction;

    /// <summary>Takes a warning, on any thread.</summary>
    internal void Warn(BPWarning warning) => warnings.Enqueue(warning);

    /// <summary>Begins a step of the work, on any thread.</summary>
    /// <param name="name">What is being done, for the user.</param>
    /// <returns>Takes the step's fraction that is done.</returns>
    internal IProgress<double> Step(string name)
    {
        step = name;
        Volatile.Write(ref fraction, 0);
        return new Fraction(this);
    }

    /// <summary>Does the work and returns what it returns; its exceptions come out here.</summary>
    internal T Run<T>(Func<T> work)
    {
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(LookAgain))
            Show();
        Show();
        progress.End();
        return task.GetAwaiter().GetResult();
    }

    private void Show()
    {
        progress.Show(step, Volatile.Read(ref fraction));
        while (warnings.TryDequeue(out var warning))
            cmdlet.WriteWarning($"{warning.ErrorId}: {warning.Message}");
    }

    private sealed class Fraction(BackgroundWork work) : IProgress<double>
    {
        public void Report(double value) => Volatile.Write(ref work.fraction, value);
    }
}
