namespace BorderPatrol.Shell;

/// <summary>What bpsh returns where the script names no exit code; the same as pwsh returns.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;
    internal const int Failure = 1;
    internal const int Usage = 64;
    internal const int Interrupted = 130;
}
