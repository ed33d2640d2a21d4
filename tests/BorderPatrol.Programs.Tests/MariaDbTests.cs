using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>MariaDB: bootstrap, SQL over TCP and its Unix socket, concurrent sessions, a kill, a dump.</summary>
public class MariaDbTests
{
    private const string User = "mysql";

    [Fact]
    public void Mariadb_computes_recovers_and_dumps_alike()
    {
        var recorded = Comparison.Play(1, Play);
        recorded.Of("mariadbd").Processes(3).Threads(20).Moved(ChannelKind.Tcp, 100_000, 10_000)
            .Moved(ChannelKind.UnixStream, 200, 200).Moved(ChannelKind.File, 1_000_000, 100_000)
            .Made(10, "accept4", "accept")
            .Made(Load.Of(1000), "recv", "recvfrom", "read").Made(20, "pthread_create");
        recorded.Of("mariadb").Processes(5).Moved(ChannelKind.Tcp, 1_000, 10_000);
        recorded.Of("mariadb-dump").Moved(ChannelKind.Tcp, 100, 10_000);
    }

    private static void Play(Stage stage)
    {
        string data = stage.MakeFolder("data");
        string[] bootstrap = [Require.Program("mariadb-install-db"), "--no-defaults", $"--datadir={data}", $"--user={User}", "--auth-root-authentication-method=normal", "--skip-test-db"];
        stage.Succeed(bootstrap);
        var server = Start(stage, data, "first");
        stage.Run([.. Client(stage, "mariadb"), "--force", "--verbose", "--batch", "-e", $"source {stage.At("mariadb.sql")}"]);
        stage.Run(Require.Program("mariadb"), "--no-defaults", "-u", "root", "-S", stage.At("tmp/sock"), "-e", "select count(*), sum(id) from shop.item; select nothing");

        string[] sessions = new string[6];
        Parallel.For(0, sessions.Length, number => sessions[number] = stage.Succeed([.. Client(stage, "mariadb"), "--batch", "shop"], Session(number)).Output);
        foreach (string session in sessions) stage.Note(session);
        server.Stop(Server.Kill);

        server = Start(stage, data, "second");
        stage.Run([.. Client(stage, "mariadb-dump"), "--skip-dump-date", "--routines", "--single-transaction", "shop"]);
        server.Stop();
        stage.NoteLog("second.log", IsOfDumpedPages);
        stage.NoteFiles("data/shop");
    }

    // How many pages the pool happens to hold in the end decides whether it says that it dumps only a part of them.
    private static bool IsOfDumpedPages(string line) => line.Contains("innodb_buf_pool_dump_pct", StringComparison.Ordinal);

    private static Server Start(Stage stage, string data, string name) => stage
        .Start(name, null, Require.Program("mariadbd"), "--no-defaults", $"--datadir={data}", $"--user={User}", $"--port={stage.Port()}", "--bind-address=127.0.0.1",
            $"--socket={stage.At("tmp/sock")}", $"--pid-file={stage.At("tmp/pid")}", "--innodb-flush-log-at-trx-commit=1",
            "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--skip-name-resolve")
        .Says("ready for connections");

    private static string Session(int number) => string.Concat(Enumerable.Range(0, Load.Of(120)).Select(step => Step(number, step)));

    private static string Step(int session, int step) => $"""
        insert into note values ({session}, {step}, repeat('n', {step * 31 % 3000}));
        update item set stock = stock + 1 where id = {step % 50 + 1};
        select count(*), sum(length(body)) from note where session = {session};

        """;

    private static string[] Client(Stage stage, string program) => [Require.Program(program), "--no-defaults", "-u", "root", "-h", "127.0.0.1", "-P", $"{stage.Port()}"];
}
