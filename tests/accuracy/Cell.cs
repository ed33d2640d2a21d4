namespace BorderPatrol.Accuracy;

/// <summary>One way of asking a stack: a row of the table.</summary>
/// <param name="Concurrency">Requests at a time.</param>
/// <param name="KeepAlive">Whether the client's connections are used again.</param>
/// <param name="First">Number of its first request.</param>
/// <param name="Count">How many.</param>
public sealed record Cell(int Concurrency, bool KeepAlive, int First, int Count)
{
    private const int Fewest = 64, Turns = 4;

    /// <summary>The cells of a run.</summary>
    /// <param name="concurrencies">Requests at a time.</param>
    /// <param name="factor">How many times the usual number of requests.</param>
    public static Cell[] All(IReadOnlyCollection<int> concurrencies, int factor = 1)
    {
        var cells = new List<Cell>();
        foreach (int concurrency in concurrencies)
        {
            foreach (bool keepAlive in (bool[])[true, false])
            {
                int first = cells.Count == 0 ? 0 : cells[^1].First + cells[^1].Count;
                cells.Add(new Cell(concurrency, keepAlive, first, factor * Math.Max(Fewest, Turns * concurrency)));
            }
        }
        return [.. cells];
    }
}
