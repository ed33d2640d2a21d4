using System.Globalization;
using System.IO.Compression;
using System.Text;
using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Testing;

namespace BorderPatrol.Core.Tests;

/// <summary>Real raw logs and what must be found in them; tests/golden/README.md tells where each came from.</summary>
public class GoldenTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests/golden");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.raw.gz").Select(file => Path.GetFileName(file)[..^".raw.gz".Length])];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_real_log_is_read_as_expected(string name)
    {
        string found = Render(Analysis.Of(Unpack(name)));
        string expected = File.ReadAllText(Path.Combine(Folder, $"{name}.expected.txt"));
        Assert.Equal(expected, found);
    }

    private static string Unpack(string name)
    {
        using var packed = File.OpenRead(Path.Combine(Folder, $"{name}.raw.gz"));
        using var unzipped = new GZipStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unzipped.CopyTo(bytes);
        return RawLogFile.Write(bytes.ToArray());
    }

    private static string Render(Analysis found)
    {
        var text = new StringBuilder();
        var run = found.Run;
        text.Append(CultureInfo.InvariantCulture, $"{run.Requests} requests, {run.Spans} spans, {run.Events} events, {run.Processes} processes on {run.Hosts}, {run.Lost} lost, {run.Damaged} damaged\n");
        foreach (var request in found.Requests) Render(text, found, request);
        return text.ToString();
    }

    private static void Render(StringBuilder text, Analysis found, BPRequest request)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{request.Client} asked {request.Service} {request.Protocol} {request.Operation} {request.Route}: {request.Status}, ");
        text.Append(CultureInfo.InvariantCulture, $"{request.BytesIn} bytes in, {request.BytesOut} out, {request.Processes} processes, {request.Certainty}{request.Reasons}\n");
        foreach (var span in found.Spans.Where(span => span.RequestId == request.Id))
        {
            string line = span.Text.TrimEnd().ReplaceLineEndings(" | ");
            text.Append(CultureInfo.InvariantCulture, $"{new string(' ', 2 + (span.Depth * 2))}{span.Program}: {line} -> {span.Status}, {span.BytesIn}/{span.BytesOut}\n");
        }

        var calls = found.Events(request).Select(call => call.Split(':')[0]).GroupBy(program => program).Select(group => $"{group.Key} {group.Count()}");
        text.Append(CultureInfo.InvariantCulture, $"  events: {string.Join(", ", calls.Order())}\n");
    }
}
