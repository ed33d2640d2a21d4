using BorderPatrol.Storage.Tests.Stores;
using BorderPatrol.Testing;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace BorderPatrol.Storage.Tests.Stores;

/// <summary>One PostgreSQL server for all tests of the assembly, started when the first asks for it.</summary>
public sealed class SharedPostgres : IDisposable
{
    /// <summary>The superuser's password; the quote and the semicolon are there to be handled.</summary>
    public const string Password = "sec;ret'word";

    private static readonly Lock Starting = new();
    private static PostgresServer? _server;

    /// <summary>The server.</summary>
    public static PostgresServer Current
    {
        get
        {
            lock (Starting) return _server ??= PostgresServer.Start(new PostgresOptions { Password = Password });
        }
    }

    public void Dispose() => _server?.Dispose();
}
