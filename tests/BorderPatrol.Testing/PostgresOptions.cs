namespace BorderPatrol.Testing;

/// <summary>How to start a <see cref="PostgresServer"/>.</summary>
public sealed record PostgresOptions
{
    /// <summary>Password of the superuser for TCP connections; null asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>TCP port; 0 takes a free one of this network namespace.</summary>
    public int Port { get; init; }

    /// <summary>Addresses to listen on, comma-separated.</summary>
    public string Addresses { get; init; } = "127.0.0.1";

    /// <summary>Lines for postgresql.conf beyond those that make the server quick and quiet, for example <c>max_connections = 200</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Words put before the server's command line, each of which execs what follows, for example <c>ip netns exec b</c>.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>Environment for the server alone (not for the words of <see cref="Prefix"/>), for example a preload.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
