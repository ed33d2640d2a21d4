namespace BorderPatrol.Shim.Tests;

/// <summary>Numbers of native/wire/calls.def.</summary>
internal static class Calls
{
    public const int Open = 1, OpenAt = 2, Creat = 3, Close = 4, CloseRange = 5, Dup = 6, Dup2 = 7, Dup3 = 8, Fcntl = 9, Fopen = 10, Fdopen = 11,
        Freopen = 12, Fclose = 13, Fsync = 14, Fdatasync = 15, CloseFrom = 16, Pipe = 32, Pipe2 = 33, SocketPair = 34, Socket = 35, Bind = 36,
        Listen = 37, Accept = 38, Accept4 = 39, Connect = 40, Shutdown = 41, GetAddrInfo = 42, Read = 64, Write = 65, ReadV = 66, WriteV = 67,
        PRead = 68, PWrite = 69, PReadV = 70, PWriteV = 71, Recv = 72, Send = 73, RecvFrom = 74, SendTo = 75, RecvMsg = 76, SendMsg = 77,
        RecvMMsg = 78, SendMMsg = 79, SendFile = 80, Splice = 81, CopyFileRange = 82, PReadV2 = 83, PWriteV2 = 84, Select = 96, PSelect = 97,
        Poll = 98, PPoll = 99, EpollCreate = 100, EpollCtl = 101, EpollWait = 102, EpollPWait = 103, EpollPWait2 = 104, EventFd = 105,
        SignalFd = 106, TimerFd = 107;

    public const int Fork = 128, Vfork = 129, Clone = 130, Spawn = 131, SpawnByName = 132, System = 133, Popen = 134, Pclose = 135,
        Execve = 136, Execvp = 137, Fexecve = 138, ThreadCreate = 139, ThreadExit = 140, Exit = 141, ExitNow = 142, Abort = 143;
}
