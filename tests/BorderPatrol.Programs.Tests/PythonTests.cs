using System.Globalization;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>CPython: threads, asyncio, subprocesses, and multiprocessing by every start method, with shared memory.</summary>
public class PythonTests
{
    [Fact]
    public void Python_computes_alike()
    {
        int requests = Load.Of(400);
        var recorded = Comparison.Play(0, stage => stage.Run(Require.Program("/usr/bin/python3"), stage.At("load.py"), requests.ToString(CultureInfo.InvariantCulture)).Succeeded());
        recorded.OfLinked(Require.Program("/usr/bin/python3")).Processes(15).Threads(30).Moved(ChannelKind.Tcp, requests * 100L, requests * 100L).Moved(ChannelKind.Pipe, 10_000, 10_000)
            .Moved(ChannelKind.UnixStream, 1_000, 1_000).Made(4, "fork").Made(1, "accept4", "accept").Made(100, "epoll_wait").Framed(2L * requests);
        recorded.Of("sort").Processes(1);
    }
}
