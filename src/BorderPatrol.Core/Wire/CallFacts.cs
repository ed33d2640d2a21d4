using System.Collections.Frozen;

namespace BorderPatrol.Wire;

/// <summary>What is known of one library call.</summary>
public sealed class CallFacts
{
    // Not parsed from names: which calls only learn what others did, so that they count from their end, not from their begin.
    private static readonly FrozenSet<string> Observing = FrozenSet.Create(
        "read", "readv", "pread", "preadv", "preadv2", "fread", "recv", "recvfrom", "recvmsg", "recvmmsg",
        "accept", "accept4", "select", "pselect", "poll", "ppoll", "epoll_wait", "epoll_pwait", "epoll_pwait2", "pclose",
        "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo",
        "pthread_mutex_lock", "pthread_mutex_timedlock", "pthread_cond_wait", "pthread_cond_timedwait", "sem_wait", "sem_timedwait",
        "pthread_rwlock_rdlock", "pthread_rwlock_timedrdlock", "pthread_rwlock_wrlock", "pthread_rwlock_timedwrlock", "pthread_barrier_wait",
        "pthread_join", "pthread_timedjoin_np",
        "SSL_read", "SSL_peek", "gnutls_record_recv");

    private static readonly FrozenSet<string> Waits =
        FrozenSet.Create("select", "pselect", "poll", "ppoll", "epoll_wait", "epoll_pwait", "epoll_pwait2");

    private static readonly FrozenSet<string> Making = FrozenSet.Create(
        "fork", "vfork", "clone", "posix_spawn", "posix_spawnp", "system", "popen", "execve", "execvp", "fexecve", "pthread_create", "daemon");

    private static readonly FrozenSet<string> Counting = FrozenSet.Create("recvmmsg", "sendmmsg");

    internal CallFacts(int number, string name, string argument, string second)
    {
        Number = number;
        Name = name;
        Argument = argument;
        Second = second;
        Observes = Observing.Contains(name);
        IsWait = Waits.Contains(name);
        IsAccept = name is "accept" or "accept4";
        IsConnect = name == "connect";
        MakesWorkers = Making.Contains(name);
        ChangesDescriptors = name is "close" or "fclose" or "dup" or "dup2" or "dup3" or "fcntl";
        IsStream = second == "stream";
        CountsMessages = Counting.Contains(name);
        MovesBytes = (IsStream && !CountsMessages) || second == "position" || name == "copy_file_range";
    }

    /// <summary>Its number for ever.</summary>
    public int Number { get; }

    /// <summary>Plain name.</summary>
    public string Name { get; }

    /// <summary>Its group in the table.</summary>
    public string Family { get; internal init; } = "";

    /// <summary>The functions that are recorded under its name.</summary>
    public IReadOnlyList<string> Symbols { get; internal init; } = [];

    /// <summary>What the record's <c>argument</c> holds; empty for nothing.</summary>
    public string Argument { get; }

    /// <summary>What the record's <c>offset</c> holds; empty for nothing, <c>stream</c> for a stream offset.</summary>
    public string Second { get; }

    /// <summary>Whether it only learns what others did. Such a call takes its place among others' at its end, every other at its begin, so that a write
    /// stands before the read of its bytes.</summary>
    public bool Observes { get; }

    /// <summary>Whether it waits for descriptors.</summary>
    public bool IsWait { get; }

    /// <summary>Whether it takes a connection from a listener.</summary>
    public bool IsAccept { get; }

    /// <summary>Whether it opens a connection to a listener.</summary>
    public bool IsConnect { get; }

    /// <summary>Whether it is a wait of a thread for another one, or what ends such a wait.</summary>
    public bool IsBetweenThreads => Family == "locks";

    /// <summary>Whether it moves plain text of TLS, where the like of other families move encrypted records.</summary>
    public bool IsPlainText => Family == "tls";

    /// <summary>Whether it makes a process or thread, or puts another program in the caller's place.</summary>
    public bool MakesWorkers { get; }

    /// <summary>Whether it may close or double a descriptor.</summary>
    public bool ChangesDescriptors { get; }

    /// <summary>Whether it moves bytes of a stream.</summary>
    public bool IsStream { get; }

    /// <summary>Whether it answers with a number of messages where its like answer with bytes.</summary>
    public bool CountsMessages { get; }

    /// <summary>Whether what it returned is a number of bytes moved.</summary>
    public bool MovesBytes { get; }

    internal static CallFacts None { get; } = new(0, "", "", "");

    internal static CallFacts Unknown(int number) => new(number, $"call{number}", "", "");
}
