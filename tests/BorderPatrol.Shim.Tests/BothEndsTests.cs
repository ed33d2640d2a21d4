using System.Text;
using BorderPatrol.Shim.Tests.Io;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>A real server and real clients, all traced: the two ends of each connection tell of the same messages.</summary>
public sealed class BothEndsTests : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit;

    private readonly string _folder = Directory.CreateTempSubdirectory("bp-ends-").FullName;
    private readonly Spool _spool;

    public BothEndsTests()
    {
        File.SetUnixFileMode(_folder, Everyone);
        _spool = new Spool { Shim = Path.Combine(_folder, "libbtrace.so") };
        File.Copy(Native.Shim, _spool.Shim);
        Directory.CreateDirectory(_spool.Folder);
        File.SetUnixFileMode(_spool.Folder, Everyone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Postgresql_and_its_clients_agree_on_every_message(bool encrypted)
    {
        string pgbench = Require.Program("pgbench"), psql = Require.Program("psql");
        string clients = Path.Combine(Repository.Root, "tests/golden/frame/clients");
        using PostgresServer server = PostgresServer.Start(new PostgresOptions { Environment = _spool.Environment.ToDictionary(), Settings = encrypted ? Encryption() : [] });
        string target = $"host=127.0.0.1 port={server.Port} user={PostgresServer.User} dbname=postgres";
        server.Execute("create table bulk (id int, name text, price numeric); insert into bulk select n, 'name', 1.5 from generate_series(1, 200) n");

        foreach (string mode in (string[])["simple", "extended", "prepared"])
            Client(pgbench, "-n", "-M", mode, "-c", "4", "-j", "2", "-t", "60", "-f", Path.Combine(clients, "bench.sql"), target);
        Client(pgbench, "-n", "-M", "extended", "-c", "4", "-j", "2", "-t", "60", "-f", Path.Combine(clients, "pipeline.sql"), target);
        Run.Traced(_spool, psql, "-X", "-q", "-d", target, "-f", Path.Combine(clients, "simple.sql"));
        Client(psql, "-X", "-q", "-d", target, "-c", @"\copy (select * from bulk) to '/dev/null'", "-c", $@"\copy bulk from program 'yes 7,seven,7 | head -5000' csv");
        WaitUntilClientsHaveLeft(server);
        server.Stop();

        ILookup<(bool Server, ushort Port), Message> ends = Ends(server.Port);
        ushort[] ports = [.. ends.Where(end => !end.Key.Server).Select(end => end.Key.Port)];
        Assert.Equal(22, ports.Length); // each pgbench makes one more than its 4 clients
        foreach (ushort port in ports) Assert.Equal(ends[(false, port)], ends[(true, port)]);

        Assert.Equal(encrypted, _spool.Streams.SelectMany(stream => stream.Channels()).Any(pair => pair.Channel.Flags.HasFlag(ChannelOptions.Plain)));
        Message[] all = [.. ports.SelectMany(port => ends[(false, port)])];
        int requests = all.Count(message => message.Type == MessageType.Request);
        Assert.True(requests > 4 * 4 * 60, $"{requests} requests");
        Assert.Equal(requests, all.Count(message => message.Type == MessageType.Response));
        Assert.DoesNotContain(all, message => message.Options.HasFlag(MessageOptions.Broken) || !message.Options.HasFlag(MessageOptions.End));
    }

    public void Dispose()
    {
        _spool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Encryption()
    {
        string key = Path.Combine(_folder, "key.pem"), certificate = Path.Combine(_folder, "certificate.pem");
        Run made = Run.Plain(
            Require.Program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=test",
            "-keyout", key, "-out", certificate);
        Assert.True(made.ExitCode == 0, made.Errors);
        if (Environment.IsPrivilegedProcess) Assert.Equal(0, Run.Plain("chown", "postgres", key).ExitCode);
        return ["ssl = on", $"ssl_key_file = '{key}'", $"ssl_cert_file = '{certificate}'"];
    }

    private void Client(string program, params string[] arguments)
    {
        Run run = Run.Traced(_spool, program, arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    // A backend that the server ends before it has read its client's farewell tells of one message less than its client.
    private static void WaitUntilClientsHaveLeft(PostgresServer server) => server.Execute(
        "do $$ begin while exists (select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()) loop "
        + "perform pg_stat_clear_snapshot(); end loop; end $$");

    // The messages that each end of a connection told of, in an order that does not depend on the end; connections are known by the client's port.
    private ILookup<(bool Server, ushort Port), Message> Ends(int serverPort)
    {
        var ends = new Dictionary<ulong, (bool Server, ushort Port)>();
        foreach ((WireChannel channel, _) in _spool.Streams.SelectMany(stream => stream.Channels()).Where(pair => pair.Channel.Kind == ChannelKind.Tcp))
        {
            if (channel.Remote.Port == serverPort) ends[channel.Channel] = (false, channel.Local.Port);
            else if (channel.Local.Port == serverPort && channel.Remote.Port != 0) ends[channel.Channel] = (true, channel.Remote.Port);
        }

        return _spool.Streams
            .SelectMany(stream => stream.Records)
            .Where(record => record.Kind == RecordKind.Message && ends.ContainsKey(record.As<WireMessage>().Channel))
            .GroupBy(record => (record.As<WireMessage>().Channel, record.As<WireMessage>().Flags.HasFlag(MessageOptions.Sent), record.As<WireMessage>().Start))
            .Select(parts => (End: ends[parts.Key.Channel], Message: Whole([.. parts.OrderBy(part => part.As<WireMessage>().Position)], ends[parts.Key.Channel].Server)))
            .OrderBy(pair => pair.Message.FromServer).ThenBy(pair => pair.Message.Start)
            .ToLookup(pair => pair.End, pair => pair.Message);
    }

    private static unsafe Message Whole(Record[] parts, bool server)
    {
        WireMessage first = parts[0].As<WireMessage>();
        MessageOptions options = parts.Aggregate(MessageOptions.None, (union, part) => union | part.As<WireMessage>().Flags);
        string text = string.Concat(parts.Select(part => Encoding.UTF8.GetString(part.Bytes.Span.Slice(sizeof(WireMessage), (int)part.As<WireMessage>().TextLength))));
        return new Message(
            options.HasFlag(MessageOptions.Sent) == server, first.Start, parts[^1].As<WireMessage>().Position, first.Type, options & ~MessageOptions.Sent, text);
    }

    private sealed record Message(bool FromServer, ulong Start, ulong End, MessageType Type, MessageOptions Options, string Text);
}
