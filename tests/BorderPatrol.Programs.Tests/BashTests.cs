using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>bash: pipelines, job control, coprocesses, process substitution, traps.</summary>
public class BashTests
{
    [Fact]
    public void Bash_runs_its_jobs_alike()
    {
        var recorded = Comparison.Play(0, stage =>
        {
            stage.Run(Require.Program("bash"), stage.At("load.bash"), $"{Load.Of(40)}").Succeeded();
            stage.NoteFiles("tmp");
        });
        recorded.Of("bash").Processes(Load.Of(100)).Made(Load.Of(100), "fork").Made(100, "pipe").Made(100, "dup2").Made(50, "execve").Moved(ChannelKind.Pipe, 10, 30);
        recorded.Of("sort").Processes(Load.Of(40));
        recorded.Of("seq").Processes(Load.Of(40));
    }
}
