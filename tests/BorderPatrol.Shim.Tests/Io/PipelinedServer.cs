using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>A real server on loopback, untraced or traced, until disposed; its files lie in a folder of its own.</summary>
internal sealed class PipelinedServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bp-pipelined-");
    private readonly Process _process;
    private readonly int _port = FreePort();

    public PipelinedServer(string kind, IEnumerable<KeyValuePair<string, string>> environment)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "www"));
        for (int page = 0; page < 10; page++) File.WriteAllText(At($"www/{page}"), new string((char)('a' + page), 10 + 100 * page));
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        (string Program, string[] Arguments) server = kind switch
        {
            "nginx" => (Require.Program("nginx"), ["-e", "stderr", "-c", Written("nginx.conf", Nginx)]),
            "apache" => (Require.Program("apache2"), ["-D", "FOREGROUND", "-f", Written("httpd.conf", Apache)]),
            "asyncio" => ("/usr/bin/python3", [Written("server.py", Asyncio)]),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        Require.That(File.Exists(server.Program), $"{server.Program} is not installed");
        _process = Run.Start(server.Program, server.Arguments, environment);
        _process.StandardInput.Close();
        _process.ErrorDataReceived += static (_, _) => { };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Sends requests for the pages 0 to 9 in one piece, many times over on several connections; every answer's status and body.</summary>
    public async Task<List<string>> Ask(int connections, int rounds)
    {
        List<string>[] answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => AskOne(number, rounds)));
        return [.. answers.SelectMany(one => one)];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]);
            stop.WaitForExit();
            if (!_process.WaitForExit(Patience)) _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<List<string>> AskOne(int number, int rounds)
    {
        using TcpClient client = await Connected();
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var answers = new List<string>();
        for (int round = 0; round < rounds; round++)
        {
            IEnumerable<string> requests = Enumerable.Range(0, 10).Select(page => $"GET /{(page + number) % 10} HTTP/1.1\r\nHost: a\r\n\r\n");
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Concat(requests)));
            for (int page = 0; page < 10; page++) answers.Add(await Answer(reader));
        }

        return answers;
    }

    private static async Task<string> Answer(StreamReader reader)
    {
        using var late = new CancellationTokenSource(Patience);
        string status = await reader.ReadLineAsync(late.Token) ?? "";
        int length = 0;
        while (await reader.ReadLineAsync(late.Token) is { Length: > 0 } line)
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line[16..], CultureInfo.InvariantCulture);
        char[] body = new char[length];
        await reader.ReadBlockAsync(body, late.Token);
        return $"{status} {new string(body)}";
    }

    private async Task<TcpClient> Connected()
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            var client = new TcpClient { NoDelay = true };
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return client;
            }
            catch (SocketException) when (deadline.Elapsed < Patience && !_process.HasExited)
            {
                client.Dispose();
                await Task.Delay(20);
            }
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Written(string name, string content)
    {
        File.WriteAllText(At(name), content);
        return At(name);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Nginx => $$"""
        daemon off;
        worker_processes 1;
        pid {{At("nginx.pid")}};
        events { worker_connections 64; }
        http {
            access_log off;
            client_body_temp_path {{At("b")}}; proxy_temp_path {{At("p")}}; fastcgi_temp_path {{At("f")}}; uwsgi_temp_path {{At("u")}}; scgi_temp_path {{At("s")}};
            keepalive_requests 100000;
            server { listen 127.0.0.1:{{_port}}; root {{At("www")}}; }
        }
        """;

    private string Apache => $"""
        ServerRoot {_folder.FullName}
        ServerName a
        PidFile {At("httpd.pid")}
        ErrorLog {At("error.log")}
        Listen 127.0.0.1:{_port}
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        StartServers 1
        ServerLimit 1
        # Many more threads than connections: while none is idle, as when they are just being born, Apache closes connections that it keeps.
        ThreadsPerChild 64
        MaxRequestWorkers 64
        MinSpareThreads 1
        MaxSpareThreads 65
        MaxKeepAliveRequests 0
        KeepAliveTimeout 60
        User www-data
        Group www-data
        DocumentRoot {At("www")}
        """;

    private string Asyncio => $$"""
        import asyncio, signal, sys
        async def serve(reader, writer):
            try:
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    body = open("{{At("www")}}" + head.split()[1].decode(), "rb").read()
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                    await writer.drain()
            except asyncio.IncompleteReadError:
                writer.close()
        async def main():
            stop = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
            async with await asyncio.start_server(serve, "127.0.0.1", {{_port}}):
                await stop.wait()
        asyncio.run(main())
        """;
}
