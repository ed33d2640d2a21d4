using System.Text;

namespace BorderPatrol.Testing;

/// <summary>The lines that a PostgreSQL server writes to its standard error, and whether it has said that it is ready.</summary>
internal sealed class ServerLog
{
    private const string ReadyLine = "database system is ready to accept connections";

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource<bool> _ready = New();

    /// <summary>Takes a line; null means that the server closed its standard error.</summary>
    public void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null)
            {
                _ready.TrySetResult(false);
                return;
            }
            _text.AppendLine(line);
            if (line.Contains(ReadyLine, StringComparison.Ordinal)) _ready.TrySetResult(true);
        }
    }

    /// <summary>Waits until the server is ready; false when it ended or the time is over.</summary>
    public bool WaitUntilReady(TimeSpan limit)
    {
        var ready = _ready.Task;
        return ready.Wait(limit) && ready.Result;
    }

    /// <summary>Forgets everything, for another start.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _text.Clear();
            _ready = New();
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lock) return _text.ToString();
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
