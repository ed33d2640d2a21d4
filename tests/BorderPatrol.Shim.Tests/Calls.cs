using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>Numbers of native/wire/calls.def.</summary>
internal static class Calls
{
    public static readonly int Open = Number("open");
    public static readonly int OpenAt = Number("openat");
    public static readonly int Creat = Number("creat");
    public static readonly int Close = Number("close");
    public static readonly int CloseRange = Number("close_range");
    public static readonly int Dup = Number("dup");
    public static readonly int Dup2 = Number("dup2");
    public static readonly int Dup3 = Number("dup3");
    public static readonly int Fcntl = Number("fcntl");
    public static readonly int Fopen = Number("fopen");
    public static readonly int Fdopen = Number("fdopen");
    public static readonly int Freopen = Number("freopen");
    public static readonly int Fclose = Number("fclose");
    public static readonly int Fsync = Number("fsync");
    public static readonly int Fdatasync = Number("fdatasync");
    public static readonly int CloseFrom = Number("closefrom");
    public static readonly int Pipe = Number("pipe");
    public static readonly int Pipe2 = Number("pipe2");
    public static readonly int SocketPair = Number("socketpair");
    public static readonly int Socket = Number("socket");
    public static readonly int Bind = Number("bind");
    public static readonly int Listen = Number("listen");
    public static readonly int Accept = Number("accept");
    public static readonly int Accept4 = Number("accept4");
    public static readonly int Connect = Number("connect");
    public static readonly int Shutdown = Number("shutdown");
    public static readonly int GetAddrInfo = Number("getaddrinfo");
    public static readonly int Read = Number("read");
    public static readonly int Write = Number("write");
    public static readonly int ReadV = Number("readv");
    public static readonly int WriteV = Number("writev");
    public static readonly int PRead = Number("pread");
    public static readonly int PWrite = Number("pwrite");
    public static readonly int PReadV = Number("preadv");
    public static readonly int PWriteV = Number("pwritev");
    public static readonly int Recv = Number("recv");
    public static readonly int Send = Number("send");
    public static readonly int RecvFrom = Number("recvfrom");
    public static readonly int SendTo = Number("sendto");
    public static readonly int RecvMsg = Number("recvmsg");
    public static readonly int SendMsg = Number("sendmsg");
    public static readonly int RecvMMsg = Number("recvmmsg");
    public static readonly int SendMMsg = Number("sendmmsg");
    public static readonly int SendFile = Number("sendfile");
    public static readonly int Splice = Number("splice");
    public static readonly int CopyFileRange = Number("copy_file_range");
    public static readonly int PReadV2 = Number("preadv2");
    public static readonly int PWriteV2 = Number("pwritev2");
    public static readonly int Select = Number("select");
    public static readonly int PSelect = Number("pselect");
    public static readonly int Poll = Number("poll");
    public static readonly int PPoll = Number("ppoll");
    public static readonly int EpollCreate = Number("epoll_create");
    public static readonly int EpollCtl = Number("epoll_ctl");
    public static readonly int EpollWait = Number("epoll_wait");
    public static readonly int EpollPWait = Number("epoll_pwait");
    public static readonly int EpollPWait2 = Number("epoll_pwait2");
    public static readonly int EventFd = Number("eventfd");
    public static readonly int SignalFd = Number("signalfd");
    public static readonly int TimerFd = Number("timerfd_create");
    public static readonly int Fork = Number("fork");
    public static readonly int Vfork = Number("vfork");
    public static readonly int Clone = Number("clone");
    public static readonly int Spawn = Number("posix_spawn");
    public static readonly int SpawnByName = Number("posix_spawnp");
    public static readonly int System = Number("system");
    public static readonly int Popen = Number("popen");
    public static readonly int Pclose = Number("pclose");
    public static readonly int Execve = Number("execve");
    public static readonly int Execvp = Number("execvp");
    public static readonly int Fexecve = Number("fexecve");
    public static readonly int ThreadCreate = Number("pthread_create");
    public static readonly int ThreadExit = Number("pthread_exit");
    public static readonly int Exit = Number("exit");
    public static readonly int ExitNow = Number("_exit");
    public static readonly int Abort = Number("abort");

    /// <summary>The number of a call by its name.</summary>
    public static int Number(string name) => CallTable.All.Single(call => call.Name == name).Number;
}
