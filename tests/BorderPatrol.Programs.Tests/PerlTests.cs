using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>Perl: a forking server, select, threads, pipes and children.</summary>
public class PerlTests
{
    [Fact]
    public void Perl_computes_alike()
    {
        int requests = Load.Of(50);
        var recorded = Comparison.Play(0, stage => stage.Run(Require.Program("/usr/bin/perl"), stage.At("load.pl"), $"{requests}").Succeeded());
        recorded.Of("perl").Processes(15).Threads(19).Moved(ChannelKind.Tcp, requests * 200L, requests * 200L).Moved(ChannelKind.Pipe, 1_000, 1_000)
            .Made(8, "accept", "accept4").Made(10, "fork").Made(4, "pthread_create").Made(3, "select");
        recorded.Of("sort").Processes(1);
    }
}
