namespace BorderPatrol.Shim.Tests;

/// <summary>Numbers of native/wire/calls.def.</summary>
internal static class Calls
{
    public const int Fork = 128, Vfork = 129, Clone = 130, Spawn = 131, SpawnByName = 132, System = 133, Popen = 134, Pclose = 135,
        Execve = 136, Execvp = 137, Fexecve = 138, ThreadCreate = 139, ThreadExit = 140, Exit = 141, ExitNow = 142, Abort = 143;
}
