namespace BorderPatrol;

/// <summary>An error that a user can act on: it carries a stable id, a sentence that says what is wrong, and one that says what to do.</summary>
public sealed class BorderPatrolException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="errorId">A stable id from <see cref="ErrorIds"/>.</param>
    /// <param name="message">What is wrong, naming the file, port or server.</param>
    /// <param name="hint">What the user can do about it.</param>
    /// <param name="innerException">The error underneath, where there is one.</param>
    public BorderPatrolException(string errorId, string message, string hint, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Hint = hint;
    }

    /// <summary>A stable id from <see cref="ErrorIds"/>; scripts may match it.</summary>
    public string ErrorId { get; }

    /// <summary>What the user can do about it.</summary>
    public string Hint { get; }
}
