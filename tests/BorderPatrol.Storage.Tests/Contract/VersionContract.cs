using BorderPatrol.Storage.Schema;
using BorderPatrol.Storage.Tests.Stores;

namespace BorderPatrol.Storage.Tests.Contract;

/// <summary>How stores of other versions are met.</summary>
public abstract class VersionContract<TStore> : StoreContract<TStore> where TStore : ITestStore, new()
{
    private static readonly StoreSchema Next = new([
        .. StoreSchema.Current.Steps,
        new SchemaStep("ALTER TABLE run ADD COLUMN note text; UPDATE run SET raw_log = 'upgraded';", "CREATE INDEX run_note ON run (note);")]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_older_store_is_led_to_the_newest_version_with_its_content(bool create)
    {
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
        for (int time = 0; time < 2; time++)
        {
            using var store = Place.Open(create, Next);
            Assert.Equal("upgraded", store.GetRuns().Single().RawLog);
            Assert.Single(store.GetRequests(new RequestQuery()));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_newer_store_is_refused(bool create)
    {
        using (Place.Open(create: true, Next))
        {
        }
        var error = Assert.Throws<BorderPatrolException>(() => Place.Open(create));
        Assert.Equal(ErrorIds.StoreNewerVersion, error.ErrorId);
        Assert.Contains($"version {Next.Version}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_that_fails_leaves_the_store_as_it_was(bool create)
    {
        var broken = new StoreSchema([.. StoreSchema.Current.Steps, new SchemaStep("UPDATE run SET raw_log = 'lost'; CREATE TABLE run (again integer);", "")]);
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
        var error = Assert.Throws<BorderPatrolException>(() => Place.Open(create, broken));
        Assert.Equal(ErrorIds.StoreFailed, error.ErrorId);

        using var store = Place.Open(create: false);
        Assert.Equal(Sample.Run().RawLog, store.GetRuns().Single().RawLog);
    }

    [Fact]
    public void A_store_that_is_not_there_is_made_only_when_asked_for()
    {
        var error = Assert.Throws<BorderPatrolException>(() => Place.Open(create: false));
        Assert.Equal(ErrorIds.StoreNotFound, error.ErrorId);
        using (var store = Place.Open(create: true)) Assert.Empty(store.GetRuns());
        using (var store = Place.Open(create: false)) Assert.Empty(store.GetRuns());
    }

    [Fact]
    public void Several_may_make_the_store_at_once()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var store = Place.Open(create: true);
            Assert.Empty(store.GetRuns());
        });
        Import(Sample.RunId, writer => writer.AddRequest(Sample.Request()));
    }
}

public class DuckDbVersionTests : VersionContract<DuckDbTestStore>;

public class PostgresVersionTests : VersionContract<PostgresTestStore>;
