namespace BorderPatrol.LogDaemon;

/// <summary>Messages to people, one line each, on the standard error stream.</summary>
internal static class Log
{
    internal static void Say(string sentence) => Console.Error.WriteLine($"bplogd: {sentence}");

    internal static void Warn(string errorId, string sentence) => Say($"{errorId}: {sentence}");

    internal static void Error(BorderPatrolException error) => Say($"{error.ErrorId}: {error.Message}. {error.Hint}");
}
