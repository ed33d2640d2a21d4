using System.Collections.Concurrent;
using BorderPatrol.Programs.Tests.Running;

namespace BorderPatrol.Programs.Tests.Http;

/// <summary>Requests to a web server over kept connections, with every answer looked at.</summary>
internal sealed class HttpLoad
{
    /// <summary>Requests in all.</summary>
    public required int Requests { get; init; }

    /// <summary>Connections at a time.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Requests that are sent before the first of their answers is read.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Requests on a connection before another takes its place; the last asks the server to close it.</summary>
    public int PerConnection { get; init; } = 100;

    /// <summary>What is asked for, in turn: a method and a target, and after another space a body.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Headers of answers that differ from time to time.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Sends them all, notes every kind of answer with its number, and returns what went over the wire.</summary>
    public Traffic Run(Stage stage, int port)
    {
        var answers = new ConcurrentDictionary<string, int>();
        long sent = 0, received = 0;
        Parallel.ForEach(Partitioner.Create(0, Requests, PerConnection), new ParallelOptions { MaxDegreeOfParallelism = Connections }, range =>
        {
            using var connection = new HttpConnection(port, Ignored);
            for (int first = range.Item1; first < range.Item2; first += Depth)
            {
                int last = Math.Min(first + Depth, range.Item2);
                string[] asked = [.. Enumerable.Range(first, last - first).Select(number => Targets[number % Targets.Count])];
                connection.Send(asked, close: last == range.Item2);
                foreach (string target in asked) answers.AddOrUpdate($"{target} -> {connection.Receive(target)}", 1, (_, count) => count + 1);
            }
            connection.ReadToEnd();
            Interlocked.Add(ref sent, connection.Sent);
            Interlocked.Add(ref received, connection.Received);
        });
        stage.NoteSorted(answers.Select(answer => $"{answer.Key} times {answer.Value}"));
        return new Traffic(sent, received);
    }
}
