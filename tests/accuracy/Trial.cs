using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.Accuracy;

/// <summary>A run of one stack: its servers are started once and asked in every way.</summary>
public static class Trial
{
    /// <summary>Runs a stack and judges every request.</summary>
    /// <param name="stack">Which.</param>
    /// <param name="cells">How to ask it.</param>
    public static async Task<Score[]> RunAsync(Stack stack, IReadOnlyCollection<Cell> cells)
    {
        using var site = new Site();
        stack.Open(site);
        foreach (var cell in cells) await stack.SendAsync(site, cell);
        var byTag = site.Stop().Paths
            .SelectMany(path => Found.In(path).Select(found => found.Tag).Distinct().Select(tag => (Tag: tag, Path: path)))
            .ToLookup(pair => pair.Tag, pair => pair.Path);
        return [.. cells.Select(cell => new Score(stack.Name, cell, [.. Requests(stack, cell).Select(request => Judge(stack, request, byTag))]))];
    }

    private static IEnumerable<TaggedRequest> Requests(Stack stack, Cell cell) =>
        Enumerable.Range(cell.First, cell.Count).Select(number => new TaggedRequest(number, stack.Alphabet));

    private static Judgement Judge(Stack stack, TaggedRequest request, ILookup<string, TracedPath> byTag) =>
        new(request.Tag, stack.Expect(request), [.. byTag[request.Tag]]);
}
