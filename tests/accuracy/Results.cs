using System.Globalization;

namespace BorderPatrol.Accuracy;

/// <summary>RESULTS.md: the table and what is not exact in it. A stack that is run again replaces its old rows; the others stay.</summary>
public sealed class Results
{
    private readonly string _file;
    private readonly Dictionary<string, string[]> _sections;

    /// <summary>Reads what is there.</summary>
    /// <param name="file">RESULTS.md; may be missing.</param>
    public Results(string file)
    {
        _file = file;
        _sections = (File.Exists(file) ? File.ReadAllText(file) : "").Split("\n## ").Skip(1).ToDictionary(text => text.Split('\n')[0], text => text.TrimEnd().Split('\n')[2..]);
    }

    /// <summary>Puts a stack's rows into the file.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="scores">Its rows.</param>
    /// <param name="command">What was run.</param>
    /// <param name="commit">Of which state.</param>
    public void Put(Stack stack, IReadOnlyCollection<Score> scores, string command, string commit)
    {
        _sections[stack.Name] =
        [
            $"{stack.Title}. `{command}`, commit {commit}, {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.",
            "",
            .. Score.Head.Split('\n'),
            .. scores.Select(score => score.ToString()),
            .. Findings(scores),
        ];
        File.WriteAllText(_file, Page());
    }

    /// <summary>What is wrong or doubted in some rows, counted, with an example of each.</summary>
    /// <param name="scores">The rows.</param>
    public static IReadOnlyList<string> Findings(IEnumerable<Score> scores)
    {
        var judgements = scores.SelectMany(score => score.Judgements).ToArray();
        string[] lines =
        [
            .. judgements.Where(judgement => judgement.Detail.Length > 0).GroupBy(judgement => judgement.Verdict).OrderBy(group => group.Key)
                .Select(group => $"- {group.Count()} {group.Key}, for example: {group.First().Detail}"),
            .. judgements.Where(judgement => judgement.Reasons.Length > 0).GroupBy(judgement => (judgement.Certainty, judgement.Reasons)).OrderBy(group => group.Key)
                .Select(group => $"- {group.Count()} {group.Key.Certainty}: {group.Key.Reasons}"),
        ];
        return lines.Length == 0 ? lines : ["", .. lines];
    }

    private string Page() => $"""
        # How exact paths are

        Every stack is of real servers on machines of their own, traced with nothing but the preload and asked with tagged requests. The tag decides the
        number and the order of back-end calls, and every message carries it. A request is exact when one path holds all its messages and no other's, each
        under the message that led to it and in the right order. Precision and recall are of edges between tagged messages; a wrong edge is unmarked when
        the analyzer calls it `Proven` or `Inferred`. Certainty is the path's. All requests of a stack are of one run. Connecting to a database carries no
        tag and is not judged.

        `dotnet run --project tests/accuracy -c Release` as root runs all stacks, `-- NAME ...` some,
        `-- times=10 ...` with ten times the requests.

        {string.Join("\n\n", AllStacks.List.Where(stack => _sections.ContainsKey(stack.Name)).Select(stack => $"## {stack.Name}\n\n{string.Join('\n', _sections[stack.Name])}"))}

        """;
}
