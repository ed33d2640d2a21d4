using System.Globalization;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Node: http, net, child processes, worker threads and a cluster.</summary>
public class NodeTests
{
    [Fact]
    public void Node_computes_alike()
    {
        int requests = Load.Of(400);
        var recorded = Comparison.Play(0, stage => stage.Run(Require.Program("/usr/bin/node"), stage.At("load.js"), requests.ToString(CultureInfo.InvariantCulture)).Succeeded());
        recorded.Of("node").Processes(5).Threads(15).Moved(ChannelKind.Tcp, requests * 300L, requests * 300L).Moved(ChannelKind.File, 100_000, 100_000)
            .Made(4, "accept4").Made(requests, "read").Made(100, "epoll_wait", "epoll_pwait").Framed(2L * requests);
        recorded.Of("sort").Processes(1);
    }
}
