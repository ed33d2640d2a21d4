using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Tests.Load;

/// <summary>A web client whose connections come from a machine of the stand.</summary>
public sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Creates a client.</summary>
    /// <param name="from">The machine that its connections come from.</param>
    /// <param name="to">The machine that runs the web server on port 8080.</param>
    /// <param name="certificate">What it shows where it speaks TLS; null where it does not.</param>
    public Client(Machine from, Machine to, Certificate? certificate = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = from.OpenSocket();
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        string? known = certificate?.Fingerprint;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == known;
        _http = new HttpClient(handler) { BaseAddress = new Uri($"{(certificate is null ? "http" : "https")}://{to.Address}:8080"), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>An answer in one line: method, target, status, length and hash of the body, headers but the date.</summary>
    /// <param name="method">POST sends a body of 100,000 bytes.</param>
    /// <param name="target">Path and query.</param>
    public async Task<string> DescribeAsync(HttpMethod method, string target)
    {
        using var message = new HttpRequestMessage(method, target);
        if (method == HttpMethod.Post) message.Content = new StringContent(new string('p', 100_000));
        using var response = await _http.SendAsync(message);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}={string.Join(',', header.Value)}");
        return $"{method} {target} {response.StatusCode} {body.Length} {Convert.ToHexString(SHA256.HashData(body))[..16]} {string.Join(' ', headers)}";
    }

    /// <summary>The body of a page that is answered with success.</summary>
    /// <param name="target">Path and query.</param>
    /// <param name="keepAlive">Whether the connection may be used again.</param>
    public async Task<string> GetAsync(string target, bool keepAlive)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, target);
        message.Headers.ConnectionClose = !keepAlive;
        using var response = await _http.SendAsync(message);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{target}: {response.StatusCode} {body}");
        return body;
    }

    /// <summary>Sends numbered requests to a script of the shop, some on kept-alive connections and some not, and checks every answer.</summary>
    /// <param name="script">File name in cgi-bin.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="concurrency">How many at a time.</param>
    public async Task<IReadOnlyCollection<ShopAnswer>> ShopAsync(string script, int count, int concurrency)
    {
        var answers = new ConcurrentBag<ShopAnswer>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        await Parallel.ForAsync(0, count, options, async (number, cancellation) =>
        {
            var request = new ShopRequest(number);
            using var message = new HttpRequestMessage(HttpMethod.Get, request.Target(script));
            message.Headers.ConnectionClose = request.Closes;
            using var response = await _http.SendAsync(message, cancellation);
            answers.Add(ShopAnswer.Read(request, response.StatusCode, await response.Content.ReadAsStringAsync(cancellation)));
        });
        return answers;
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();
}
