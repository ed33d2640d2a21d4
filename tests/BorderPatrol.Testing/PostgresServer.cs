using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BorderPatrol.Testing;

/// <summary>
/// A real PostgreSQL server with a data folder of its own under the temporary folder, stopped and removed when disposed. Run by root it
/// works as user <c>postgres</c>, since PostgreSQL refuses to work as root.
/// </summary>
public sealed partial class PostgresServer : IDisposable
{
    /// <summary>Name of the superuser.</summary>
    public const string User = "borderpatrol";

    private const int Interrupt = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly PostgresOptions _options;
    private readonly ServerLog _log = new();
    private Process? _server;

    private PostgresServer(PostgresOptions options)
    {
        _options = options;
        Folder = Path.Combine(Path.GetTempPath(), $"bp-postgres-{Guid.NewGuid():N}");
    }

    /// <summary>Data folder; the Unix socket lies in it, too.</summary>
    public string Folder { get; }

    /// <summary>TCP port.</summary>
    public int Port { get; private set; }

    /// <summary>The postmaster.</summary>
    public int ProcessId => _server!.Id;

    /// <summary>What the server has said so far.</summary>
    public string Log => _log.ToString();

    /// <summary>Makes a data folder and starts a server on it; returns when it accepts connections. Skips the test where PostgreSQL is not installed.</summary>
    public static PostgresServer Start(PostgresOptions? options = null)
    {
        var server = new PostgresServer(options ?? new PostgresOptions());
        try
        {
            server.Initialize();
            server.Launch();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A connection string for Npgsql over TCP.</summary>
    /// <param name="database">A database of this server; <c>postgres</c> is always there.</param>
    /// <param name="host">Where the caller reaches the server.</param>
    public string ConnectionString(string database = "postgres", string host = "127.0.0.1")
    {
        var settings = new DbConnectionStringBuilder { ["Host"] = host, ["Port"] = Port, ["Database"] = database, ["Username"] = User };
        if (_options.Password is { } password) settings["Password"] = password;
        return settings.ConnectionString;
    }

    /// <summary>Runs one statement through psql over the Unix socket and returns what it printed, unaligned and without headings.</summary>
    public string Execute(string sql, string database = "postgres")
    {
        string[] command = [Require.Program("psql"), "-X", "-q", "-A", "-t", "-h", Folder, "-p", $"{Port}", "-U", User, "-d", database, "-v", "ON_ERROR_STOP=1", "-c", sql];
        return Run(command);
    }

    /// <summary>Ends the server in order (its "fast" shutdown) and waits until it has gone. The data stay until <see cref="Dispose"/>.</summary>
    public void Stop()
    {
        if (_server is null) return;
        if (!_server.HasExited && Kill(_server.Id, Interrupt) == 0 && !_server.WaitForExit(Patience)) _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private void Initialize()
    {
        string initdb = Require.Program("initdb");
        string passwordFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        string method = _options.Password is null ? "trust" : "scram-sha-256";
        File.WriteAllText(passwordFile, (_options.Password ?? "unused") + "\n");
        try
        {
            Run([.. Unprivileged(), initdb, "-D", Folder, "-U", User, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
                "--auth-local=trust", $"--auth-host={method}", $"--pwfile={passwordFile}"]);
        }
        finally
        {
            File.Delete(passwordFile);
        }
        File.AppendAllLines(Path.Combine(Folder, "postgresql.conf"), [
            $"listen_addresses = '{_options.Addresses}'",
            $"unix_socket_directories = '{Folder}'",
            "fsync = off",
            "synchronous_commit = off",
            "lc_messages = 'C'",
            .. _options.Settings]);
        if (_options.Addresses.Split(',').Any(address => address.Trim() is not ("127.0.0.1" or "localhost" or "::1")))
            File.AppendAllText(Path.Combine(Folder, "pg_hba.conf"), $"host all all all {method}\n");
    }

    // A port that was free a moment ago may be taken when the server binds it; then another is as good.
    private void Launch()
    {
        for (int attempt = 1; ; attempt++)
        {
            Port = _options.Port != 0 ? _options.Port : FreePort();
            _server = Process.Start(StartInfo())!;
            _server.ErrorDataReceived += (_, line) => _log.Add(line.Data);
            _server.BeginErrorReadLine();
            if (_log.WaitUntilReady(Patience)) return;
            string said = Log;
            Stop();
            bool taken = said.Contains("Address already in use", StringComparison.Ordinal) && _options.Port == 0;
            if (!taken || attempt == 5) throw new InvalidOperationException($"PostgreSQL did not start:\n{said}");
            _log.Clear();
        }
    }

    private ProcessStartInfo StartInfo()
    {
        string[] words = [.. _options.Prefix, .. Unprivileged(), "/usr/bin/env",
            .. _options.Environment.Select(pair => $"{pair.Key}={pair.Value}"),
            Require.Program("postgres"), "-D", Folder, "-p", $"{Port}"];
        return new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, WorkingDirectory = Folder };
    }

    private static string[] Unprivileged() => Environment.UserName == "root"
        ? [Require.Program("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        : [];

    private static string Run(string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{words[0]} ended with {process.ExitCode}: {errors.Result}");
        return output.TrimEnd('\n');
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
