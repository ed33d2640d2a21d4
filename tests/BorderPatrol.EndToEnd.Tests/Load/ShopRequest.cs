namespace BorderPatrol.EndToEnd.Tests.Load;

/// <summary>One tagged request to the shop. Its number alone decides how many queries its script sends, in which order, and its status.</summary>
/// <param name="Number">From 0, unique in a run.</param>
public sealed record ShopRequest(int Number)
{
    /// <summary>Length of every <see cref="Statement"/>.</summary>
    public const int StatementLength = 44;

    private static readonly string[] Tables = ["item", "price", "stock"];

    /// <summary>What marks everything that belongs to this request.</summary>
    public string Tag => $"r{Number:D4}";

    /// <summary>The tables to query, in order: one to four, in a rotation that runs forwards or backwards.</summary>
    public IReadOnlyList<string> Steps { get; } =
        [.. Enumerable.Range(0, 1 + Number % 4).Select(step => Tables[(Number / 4 + step * (1 + Number / 12 % 2)) % Tables.Length])];

    /// <summary>The status that its script is asked to answer with.</summary>
    public int Status => Number % 10 == 9 ? 404 : 200;

    /// <summary>Whether its client asks for the connection to be closed.</summary>
    public bool Closes => Number % 3 == 0;

    /// <summary>The beginning of the statement of a step, up to its first value.</summary>
    /// <param name="step">From 1.</param>
    public string Statement(int step) => $"/* tag={Tag} step={step} */ SELECT pg_backend_pid";

    /// <summary>Path and query for a script.</summary>
    /// <param name="script">File name in cgi-bin.</param>
    public string Target(string script) => $"/cgi-bin/{script}?tag={Tag}&steps={string.Join(',', Steps)}&status={Status}";
}
