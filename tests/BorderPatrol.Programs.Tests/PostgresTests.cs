using System.Globalization;
using System.Text.RegularExpressions;
using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>PostgreSQL: initdb, a regression-style script, concurrent transactions, a killed backend, a dump.</summary>
public partial class PostgresTests
{
    private const string User = "postgres";

    [Fact]
    public void Postgres_computes_crashes_recovers_and_dumps_alike()
    {
        var recorded = Comparison.Play(1, Play);
        recorded.Of("postgres").Processes(20).Moved(ChannelKind.Tcp, 100_000, 100_000).Moved(ChannelKind.File, 1_000_000, 1_000_000)
            .Made(20, "fork").Made(Load.Of(1000), "send").Made(Load.Of(1000), "recv").Made(100, "epoll_wait").Framed(Load.Of(1000));
        recorded.Of("psql").Moved(ChannelKind.Tcp, 1_000, 10_000).Framed(100);
        recorded.Of("pgbench").Framed(Load.Of(1000));
        recorded.Of("pg_dump").Processes(1).Framed(10);
        recorded.Of("initdb").Processes(1);
    }

    private static void Play(Stage stage)
    {
        string data = stage.At("data");
        stage.Run([.. Stage.As(User), Program("initdb"), "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
        var server = stage.Start(
            "postgres", User, Program("postgres"), "-D", data, "-p", $"{stage.Port()}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "fsync=off", "-c", "autovacuum=off", "-c", "log_statement=ddl", "-c", "max_parallel_workers_per_gather=2").Says("database system is ready to accept connections");

        var script = stage.Succeed([.. Client(stage, "psql"), "-X", "-a", "-b", "-f", stage.At("regress.sql")]);
        stage.Note(NotifyingProcess.Replace(script.Output, "PID") + script.Errors);
        stage.Run([.. Client(stage, "psql"), "-X", "-c", "select 1", "-c", "select nothing"]);
        stage.Succeed([.. Client(stage, "pgbench"), "-i", "-q", "-s", "1"]);
        foreach (string mode in new[] { "simple", "extended", "prepared" })
            stage.Succeed([.. Client(stage, "pgbench"), "-n", "-M", mode, "-c", "6", "-j", "2", "-t", $"{Load.Of(50)}", "--random-seed=7"]);

        CrashBackend(stage, server);
        stage.Run([.. Client(stage, "psql"), "-XAt", "-c", "select count(*), sum(delta) from pgbench_history", "-c",
            "select md5(string_agg(aid || ':' || abalance, ',' order by aid)) from pgbench_accounts"]);
        Dump(stage, "-n", "regress");
        server.Stop();
        stage.NoteSorted(Log.Kinds(server.Said).Where(line => Complaint.IsMatch(line)));
        stage.NoteFiles("data");
    }

    // Each dump has a key of its own, which restricts what psql does with it.
    private static void Dump(Stage stage, params string[] what) => stage.Note(string.Join('\n', stage
        .Succeed([.. Client(stage, "pg_dump"), .. what]).Output.Split('\n')
        .Where(line => !line.StartsWith(@"\restrict", StringComparison.Ordinal) && !line.StartsWith(@"\unrestrict", StringComparison.Ordinal))));

    // PostgreSQL ends every session then, and starts anew on what its log holds.
    private static void CrashBackend(Stage stage, Server server)
    {
        var sleeper = stage.Start("sleeper", null, [.. Client(stage, "psql"), "-X", "-c", "select pg_sleep(100)"]);
        string found = "";
        sleeper.Until(() => (found = stage.Prepare([.. Client(stage, "psql"), "-XAt", "-c",
            "select max(pid) from pg_stat_activity where query = 'select pg_sleep(100)' and wait_event = 'PgSleep'"]).Output.Trim()).Length > 0, "does not sleep");
        Server.Signal(int.Parse(found, CultureInfo.InvariantCulture), Server.Kill);
        sleeper.WaitForEnd();
        stage.NoteLog("sleeper.log");
        server.Until(() => server.Said.Split("database system is ready to accept connections").Length == 3, "does not recover");
    }

    // Debian puts a Perl program before the clients.
    private static string Program(string name) => Require.Program($"/usr/lib/postgresql/15/bin/{name}");

    [GeneratedRegex("ERROR|FATAL|PANIC|WARNING|signal")]
    private static partial Regex Complaint { get; }

    [GeneratedRegex(@"PID \d+")]
    private static partial Regex NotifyingProcess { get; }

    private static string[] Client(Stage stage, string program) =>
        ["env", "PGDATABASE=postgres", Program(program), "-h", "127.0.0.1", "-p", $"{stage.Port()}", "-U", User];
}
