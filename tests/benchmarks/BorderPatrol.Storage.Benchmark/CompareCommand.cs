using System.Diagnostics;
using System.Globalization;
using BorderPatrol.Testing;

namespace BorderPatrol.Storage.Benchmark;

/// <summary>
/// Writes the same run, in turn, into a DuckDB file, into PostgreSQL, and as the same rows through psql's <c>\copy</c> in binary into the same
/// tables, then looks requests up. Everything lies in a temporary folder and is removed.
/// </summary>
/// <param name="events">About how many.</param>
/// <param name="rounds">How often; the median counts.</param>
internal sealed class CompareCommand(long events, int rounds)
{
    private static readonly string[] Tables = ["event", "activity", "request", "span", "run"];

    private readonly SyntheticRun _run = new("0123456789abcdef0123456789abcdef", (int)(events / SyntheticRun.EventsPerRequest));

    /// <summary>Runs it and prints a table.</summary>
    public void Run()
    {
        var folder = Directory.CreateTempSubdirectory("bp-benchmark-");
        try
        {
            using var server = PostgresServer.Start(new PostgresOptions { Settings = ["max_wal_size = 8GB", "autovacuum = off"] });
            Measure(server, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Measure(PostgresServer server, string folder)
    {
        List<double> duckDb = [], postgres = [], copy = [], ratio = [];
        for (int round = 0; round < rounds; round++)
        {
            string file = Path.Combine(folder, $"{round}.duckdb");
            duckDb.Add(Import(() => PathStore.Open(file, create: true)));
            if (round < rounds - 1) File.Delete(file);

            string database = $"import{round}";
            server.Execute($"CREATE DATABASE {database}");
            postgres.Add(Import(() => PathStore.OpenPostgres(server.ConnectionString(database), create: true)));
            if (round == 0) Export(server, database, folder);
            if (round < rounds - 1) server.Execute($"DROP DATABASE {database}");

            copy.Add(Copy(server, folder, round));
            ratio.Add(copy[^1] / postgres[^1]);
        }

        Print("DuckDB", duckDb);
        Print("PostgreSQL", postgres);
        Print("psql \\copy", copy);
        Print("rate of PostgreSQL by that of \\copy", ratio);
        using var embedded = PathStore.Open(Path.Combine(folder, $"{rounds - 1}.duckdb"), create: false);
        using var remote = PathStore.OpenPostgres(server.ConnectionString($"import{rounds - 1}"), create: false);
        Print("DuckDB, one request's events, ms", LookUp(embedded));
        Print("PostgreSQL, one request's events, ms", LookUp(remote));
        Console.WriteLine($"DuckDB file: {new FileInfo(embedded.Location).Length >> 20} MiB");
        Console.WriteLine($"PostgreSQL database: {server.Execute($"SELECT pg_database_size('import{rounds - 1}') >> 20")} MiB");
    }

    private double Import(Func<IPathStore> open)
    {
        var time = Stopwatch.StartNew();
        using (var store = open())
        using (var writer = store.BeginRun(_run.RunId))
        {
            _run.Write(writer);
            writer.Commit(_run.Run);
        }
        return time.Elapsed.TotalSeconds;
    }

    private static void Export(PostgresServer server, string database, string folder) =>
        Psql(server, database, [.. Tables.Select(table => $"\\copy borderpatrol.{table} TO '{folder}/{table}.copy' (FORMAT BINARY)")]);

    // Into the same tables with the same keys, in one transaction, as the store does it.
    private static double Copy(PostgresServer server, string folder, int round)
    {
        string database = $"copy{round}";
        server.Execute($"CREATE DATABASE {database}");
        PathStore.OpenPostgres(server.ConnectionString(database), create: true).Dispose();
        var time = Stopwatch.StartNew();
        Psql(server, database, [.. Tables.Select(table => $"\\copy borderpatrol.{table} FROM '{folder}/{table}.copy' (FORMAT BINARY)")]);
        double seconds = time.Elapsed.TotalSeconds;
        server.Execute($"DROP DATABASE {database}");
        return seconds;
    }

    private static void Psql(PostgresServer server, string database, string[] commands)
    {
        string[] words = ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", PostgresServer.User, "-d", database,
            .. commands.SelectMany(command => (string[])["-c", command])];
        using var psql = Process.Start(Require.Program("psql"), words);
        psql.WaitForExit();
        if (psql.ExitCode != 0) throw new InvalidOperationException($"psql ended with {psql.ExitCode}.");
    }

    private List<double> LookUp(IPathStore store)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 51).Select(_ =>
        {
            string id = _run.RequestId(1 + random.NextInt64(_run.Run.Requests));
            var time = Stopwatch.StartNew();
            int found = store.GetEvents(id).Count();
            return found == SyntheticRun.EventsPerRequest
                ? time.Elapsed.TotalMilliseconds
                : throw new InvalidOperationException($"Request {id} has {found} events.");
        })];
    }

    private void Print(string what, List<double> values)
    {
        double[] sorted = [.. values.Order()];
        double median = sorted[sorted.Length / 2];
        string rate = what is "DuckDB" or "PostgreSQL" or "psql \\copy" ? $" s, {_run.Events / median / 1e6:F2} million events/s" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {median:F2}{rate} ({sorted[0]:F2} to {sorted[^1]:F2})"));
    }
}
