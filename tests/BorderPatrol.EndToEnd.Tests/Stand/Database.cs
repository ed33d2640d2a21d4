using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A PostgreSQL 15 server with the shop's tables, run by the user postgres.</summary>
public sealed class Database : IDisposable
{
    private static readonly Lazy<Folder> Template = new(CreateTemplate);
    private readonly Folder _folder = new();
    private readonly Machine _machine;

    /// <summary>Copies a freshly initialized cluster; it does not run yet.</summary>
    /// <param name="machine">Where it will run.</param>
    public Database(Machine machine)
    {
        _machine = machine;
        Command.Run("cp", "-a", Template.Value.At("data"), Data).Succeeded();
        Command.Run("install", "-d", "-o", "postgres", Sockets).Succeeded();
    }

    /// <summary>The data directory.</summary>
    public string Data => _folder.At("data");

    /// <summary>The server's log.</summary>
    public string Log => _folder.At("data/server.log");

    /// <summary>The folder of its Unix socket.</summary>
    public string Sockets => _folder.At("sockets");

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="prefix">What stands before the command: nothing, or <c>env LD_PRELOAD=...</c>.</param>
    public void Start(params IEnumerable<string> prefix)
    {
        string options = $"-c listen_addresses={_machine.Address} -c unix_socket_directories={Sockets} -c fsync=off -c max_connections=80";
        var result = Control([.. prefix, Require.Program("pg_ctl"), "start", "-D", Data, "-l", Log, "-w", "-o", options]);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Errors}{(File.Exists(Log) ? File.ReadAllText(Log) : "no log")}");
    }

    /// <summary>Stops it in order and waits until it is gone.</summary>
    public void Stop() => Control([Require.Program("pg_ctl"), "stop", "-D", Data, "-m", "fast", "-w"]).Succeeded();

    /// <summary>Deletes its files; the machine ends its processes.</summary>
    public void Dispose() => _folder.Dispose();

    private CommandResult Control(IEnumerable<string> command) => _machine.Run([.. AsPostgres, .. command]);

    /// <summary>Stands before a command that the user postgres is to run.</summary>
    public static IReadOnlyList<string> AsPostgres { get; } =
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "env", "HOME=/tmp", "--chdir=/tmp"];

    private static Folder CreateTemplate()
    {
        var folder = new Folder();
        string data = folder.At("data");
        Command.Run("install", "-d", "-o", "postgres", data).Succeeded();
        Command.Run([
            .. AsPostgres, Require.Program("initdb"), "-D", data, "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync",
        ]).Succeeded();
        File.AppendAllLines(Path.Combine(data, "pg_hba.conf"), ["host all web 192.168.0.0/24 trust", "host all clerk 192.168.0.0/24 scram-sha-256"]);
        string tables = Path.Combine(AppContext.BaseDirectory, "Content/shop.sql");
        string single = $"{Require.Program("postgres")} --single -j -D {data} postgres <{tables}";
        Command.Run([.. AsPostgres, "sh", "-c", single]).Succeeded();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }
}
