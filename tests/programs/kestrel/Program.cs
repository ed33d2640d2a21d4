using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;

// A small web application: one kind of work a request, with an answer that depends on nothing else.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)));
var app = builder.Build();
using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{args[0]}") };

app.MapGet("/text", () => "text\n");
app.MapGet("/big", () => string.Concat(Enumerable.Repeat("line of a long answer\n", 5000)));
app.MapPost("/echo", async context =>
{
    byte[] hash = await SHA256.HashDataAsync(context.Request.Body);
    await context.Response.WriteAsync($"{context.Request.ContentLength} {Convert.ToHexStringLower(hash)}\n");
});
app.MapGet("/chunks", async context =>
{
    for (int number = 0; number < 20; number++)
    {
        await context.Response.WriteAsync($"chunk {number}\n");
        await context.Response.Body.FlushAsync();
    }
});
app.MapGet("/through", async () =>
{
    string[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async number =>
    {
        using var answer = await client.PostAsync(new Uri("/echo", UriKind.Relative), new ByteArrayContent(new byte[number * 3000]));
        return await answer.Content.ReadAsStringAsync();
    }));
    return string.Concat(answers);
});
app.MapGet("/sort", async () =>
{
    using var sort = Process.Start(new ProcessStartInfo("sort", "-n") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    for (int number = 500; number > 0; number--) await sort.StandardInput.WriteLineAsync($"{number}");
    sort.StandardInput.Close();
    string sorted = await sort.StandardOutput.ReadToEndAsync();
    await sort.WaitForExitAsync();
    return $"{sorted}{sort.ExitCode}\n";
});
app.MapGet("/file", async () =>
{
    string path = Path.GetTempFileName();
    await File.WriteAllBytesAsync(path, new byte[100_000]);
    string told = $"{(await File.ReadAllBytesAsync(path)).Length} {File.GetUnixFileMode(path)}\n";
    File.Delete(path);
    return told;
});
app.MapGet("/error", IResult () => throw new InvalidOperationException("error"));

app.Start();
Console.WriteLine("listening");
app.WaitForShutdown();
Console.WriteLine("ended");
