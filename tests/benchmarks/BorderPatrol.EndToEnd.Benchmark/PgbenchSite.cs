using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>PostgreSQL and pgbench's select-only load.</summary>
public sealed class PgbenchSite : LoadedSite
{
    private const string Rows = "/tmp/pgbench";

    private readonly Database _database;
    private bool _hasTables;

    /// <summary>Makes the database.</summary>
    public PgbenchSite() => _database = new Database(Machine);

    /// <inheritdoc/>
    public override string Name => "pgbench -S, 8 clients";

    /// <inheritdoc/>
    protected override void Open(IReadOnlyList<string> prefix)
    {
        _database.Start(prefix);
        if (!_hasTables) _database.Client([], "pgbench", "-i", "-q", "-s", "10").Succeeded();
        _hasTables = true;
    }

    /// <inheritdoc/>
    protected override Load Load(int seconds)
    {
        Command.Run("sh", "-c", $"rm -f {Rows}.*").Succeeded();
        var result = _database.Client([], "pgbench", "-S", "-c", "8", "-j", "1", "-T", $"{seconds}", "-l", $"--log-prefix={Rows}").Succeeded();
        return Benchmark.Load.OfDatabase(result.Output, Directory.EnumerateFiles("/tmp", "pgbench.*").SelectMany(File.ReadLines));
    }

    /// <inheritdoc/>
    protected override void Close() => _database.Stop();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
        Command.Run("sh", "-c", $"rm -f {Rows}.*");
    }
}
