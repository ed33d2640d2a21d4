using BorderPatrol.Raw;
using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests.Survival;

/// <summary>
/// Programs of several threads end at instants that chance chooses, in every way in which a program can end, and everything that they had
/// recorded is in the raw log: in order, exactly once. BP_LONG=1 makes it 1,000 ends.
/// </summary>
public class RandomEndTests
{
    private const int BatchSize = 50;
    private const int Latest = 4_000; // microseconds from the beginning of the work to its end
    private const int Threads = 4;

    private static readonly Dictionary<string, int> ExitCodes = new()
    {
        ["wait"] = 128 + 9,
        ["abort"] = 128 + 6,
        ["segv"] = 128 + 11,
        ["exit"] = 7,
        ["_exit"] = 8,
        ["memory"] = 128 + 9,
        ["exec"] = 128 + 9,
    };

    [Fact]
    public void Nothing_recorded_is_lost_however_and_whenever_a_program_ends()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int rounds = LongRun.Or(BatchSize, 1_000);
        for (int round = 0; round < rounds; round += BatchSize) Batch(round, random);
    }

    private static void Batch(int first, Random random)
    {
        using MemoryGroup? group = MemoryGroup.TryMake();
        using var collection = new Collection();
        var ended = new Numbered[BatchSize];
        try
        {
            for (int i = 0; i < BatchSize; i++)
            {
                string end = ExitCodes.Keys.ElementAt((first + i) % ExitCodes.Count);
                ended[i] = Start(first + i, end, random, collection, end == "memory" ? group : null);
                End(ended[i], random, end == "memory" && group is null);
            }

            using (RawLog log = collection.Finish()) Assert.Equal((0, 0), (log.Lost, log.Damaged));
            collection.ForEachRecord((_, record) =>
            {
                if (Numbered.Of(record) is var (round, slot, number)) ended[round - first].Take(slot, number);
            });
            Assert.NotEqual(0, ended.Sum(run => run.Check()));
        }
        finally
        {
            foreach (Numbered? run in ended) run?.Dispose();
        }
    }

    private static Numbered Start(int round, string end, Random random, Collection collection, MemoryGroup? group)
    {
        var environment = collection.Environment;
        if (group is not null) environment = environment.Append(KeyValuePair.Create("NUMBERED_GROUP", group.Members));
        return new Numbered(round, end, Threads, random.Next(Latest), environment);
    }

    private static void End(Numbered run, Random random, bool limitMemory)
    {
        if (limitMemory) Assert.Equal(0, Run.Plain("prlimit", "--as=400000000", "--pid", $"{run.Process.Id}").ExitCode);
        if (run.End is "wait" or "exec")
        {
            if (random.Next(4) > 0) run.WaitFor(run.End == "exec" ? Threads : 0);
            Thread.SpinWait(random.Next(Latest) * 30);
            run.Process.Kill();
        }

        Assert.Equal((run.End, limitMemory ? ExitCodes["abort"] : ExitCodes[run.End]), (run.End, run.WaitForEnd()));
    }
}
