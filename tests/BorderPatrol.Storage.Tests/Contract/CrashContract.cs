using System.Diagnostics;
using BorderPatrol.Storage.Tests.Stores;

namespace BorderPatrol.Storage.Tests.Contract;

/// <summary>What an import leaves whose process is killed.</summary>
public abstract class CrashContract<TStore> : StoreContract<TStore> where TStore : ITestStore, new()
{
    private const long More = 100_000_000;

    [Fact]
    public void A_killed_import_leaves_the_store_as_it_was_and_can_be_repeated()
    {
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
        for (int time = 0; time < 2; time++)
        {
            using (var import = StartImport(More))
            {
                WaitForEvents(import, 300_000);
                import.Kill();
                import.WaitForExit();
            }
            using var store = Place.Open(create: false);
            Assert.Equivalent(Sample.Run(), Assert.Single(store.GetRuns()), strict: true);
            Assert.Equivalent(Sample.Request(), Assert.Single(store.GetRequests(new RequestQuery())), strict: true);
        }

        using (var import = StartImport(1000))
        {
            import.WaitForExit();
            Assert.Equal(0, import.ExitCode);
        }
        using var after = Place.Open(create: false);
        Assert.Equal(2, after.GetRuns().Count);
        Assert.Equal(21, after.GetRequests(new RequestQuery()).Count());
    }

    [Fact]
    public void Another_process_sees_the_store_during_an_import_or_is_told_that_it_is_busy()
    {
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
        using var import = StartImport(More);
        try
        {
            WaitForEvents(import, 100_000);
            if (Place.SharesAcrossProcesses) AssertReadable();
            else AssertBusy(import.Id);
        }
        finally
        {
            import.Kill();
            import.WaitForExit();
        }
    }

    private void AssertReadable()
    {
        using var store = Place.Open(create: false);
        Assert.Single(store.GetRuns());
        Assert.Single(store.GetRequests(new RequestQuery()));
    }

    private void AssertBusy(int holder)
    {
        foreach (bool create in (bool[])[true, false])
        {
            var error = Assert.Throws<BorderPatrolException>(() => Place.Open(create));
            Assert.Equal(ErrorIds.StoreBusy, error.ErrorId);
            Assert.Contains($"by process {holder}", error.Message, StringComparison.Ordinal);
        }
    }

    private Process StartImport(long events)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "BorderPatrol.Storage.Benchmark.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, "load", Place.Place, $"{events}"]) { RedirectStandardOutput = true })!;
    }

    private static void WaitForEvents(Process import, long events)
    {
        while (import.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith($"{events} ", StringComparison.Ordinal)) return;
        }
        Assert.Fail($"The import ended by itself with {import.ExitCode}.");
    }
}

public class DuckDbCrashTests : CrashContract<DuckDbTestStore>;

public class PostgresCrashTests : CrashContract<PostgresTestStore>;
