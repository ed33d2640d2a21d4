using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A PostgreSQL 15 server with the shop's tables, run by the user postgres.</summary>
public sealed class Database : IDisposable
{
    /// <summary>Where it listens.</summary>
    public const int Port = 5432;

    private static readonly Lazy<Folder> Template = new(CreateTemplate);
    private static readonly string[] AsPostgres =
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "env", "HOME=/tmp", "--chdir=/tmp"];
    private readonly Folder _folder = new();
    private readonly Machine _machine;
    private readonly List<string> _settings;

    /// <summary>Copies a freshly initialized cluster; it does not run yet.</summary>
    /// <param name="machine">Where it will run.</param>
    /// <param name="encrypted">Whether it offers TLS.</param>
    /// <param name="settings">Further ones, <c>name=value</c>.</param>
    public Database(Machine machine, bool encrypted = false, params IEnumerable<string> settings)
    {
        _machine = machine;
        _settings = [$"listen_addresses={machine.Address}", $"unix_socket_directories={Sockets}", "fsync=off", "max_connections=80", .. settings];
        if (encrypted)
        {
            var certificate = new Certificate(_folder, $"IP:{machine.Address}");
            Command.Run("chown", "postgres", certificate.Key).Succeeded();
            _settings.AddRange("ssl=on", $"ssl_key_file={certificate.Key}", $"ssl_cert_file={certificate.Chain}");
        }

        Command.Run("cp", "-a", Template.Value.At("data"), Data).Succeeded();
        Command.Run("install", "-d", "-o", "postgres", Sockets).Succeeded();
    }

    /// <summary>The data directory.</summary>
    public string Data => _folder.At("data");

    /// <summary>The server's log.</summary>
    public string Log => _folder.At("data/server.log");

    /// <summary>The folder of its Unix socket.</summary>
    public string Sockets => _folder.At("sockets");

    /// <summary>What root runs to start it; it answers when the command ends.</summary>
    public IReadOnlyList<string> StartCommand => [.. AsPostgres, .. StartWords];

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="prefix">What stands before the command: nothing, or <c>env LD_PRELOAD=...</c>.</param>
    public void Start(params IEnumerable<string> prefix)
    {
        var result = Control([.. prefix, .. StartWords]);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Errors}{(File.Exists(Log) ? File.ReadAllText(Log) : "no log")}");
    }

    /// <summary>The command that runs it in the foreground.</summary>
    /// <param name="prefix">What stands before the server's.</param>
    public IEnumerable<string> Foreground(IEnumerable<string> prefix) =>
        [.. AsPostgres, .. prefix, Require.Program("postgres"), "-D", Data, .. Settings.Split(' ')];

    /// <summary>Stops it in order and waits until it is gone.</summary>
    public void Stop() => Control([Require.Program("pg_ctl"), "stop", "-D", Data, "-m", "fast", "-w"]).Succeeded();

    /// <summary>Empties the data directory and makes a new cluster in it, without the shop's tables.</summary>
    /// <param name="prefix">What stands before the command.</param>
    public void Initialize(params IEnumerable<string> prefix)
    {
        Command.Run("find", Data, "-mindepth", "1", "-delete").Succeeded();
        Control([.. prefix, .. InitializeCommand(Data)]).Succeeded();
        OpenToNetwork(Data);
    }

    /// <summary>Runs a client program on the server's machine as its superuser.</summary>
    /// <param name="prefix">What stands before the command.</param>
    /// <param name="command">psql, pgbench ... with arguments.</param>
    public CommandResult Client(IEnumerable<string> prefix, params string[] command) =>
        Control([$"PGHOST={_machine.Address}", "PGUSER=postgres", "PGDATABASE=postgres", .. prefix, Require.Program(command[0]), .. command[1..]]);

    /// <summary>Deletes its files; the machine ends its processes.</summary>
    public void Dispose() => _folder.Dispose();

    private string[] StartWords =>
    [
        Require.Program("pg_ctl"), "start", "-D", Data, "-l", Log, "-w",
        "-o", Settings,
    ];

    private string Settings => string.Join(' ', _settings.Select(setting => $"-c {setting}"));

    private CommandResult Control(IEnumerable<string> command) => _machine.Run([.. AsPostgres, .. command]);

    private static string[] InitializeCommand(string data) =>
        [Require.Program("initdb"), "-D", data, "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];

    private static Folder CreateTemplate()
    {
        var folder = new Folder();
        string data = folder.At("data");
        Command.Run("install", "-d", "-o", "postgres", data).Succeeded();
        Command.Run([.. AsPostgres, .. InitializeCommand(data)]).Succeeded();
        OpenToNetwork(data);
        string tables = Path.Combine(AppContext.BaseDirectory, "Content/shop.sql");
        string single = $"{Require.Program("postgres")} --single -j -D {data} postgres <{tables}";
        Command.Run([.. AsPostgres, "sh", "-c", single]).Succeeded();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }

    private static void OpenToNetwork(string data) => File.AppendAllLines(
        Path.Combine(data, "pg_hba.conf"),
        ["host all postgres,web 192.168.0.0/24 trust", "host all clerk 192.168.0.0/24 scram-sha-256"]);
}
