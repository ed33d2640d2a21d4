namespace BorderPatrol.Cmdlets;

/// <summary>Writes a call's arguments again as PowerShell, for a program that takes the call's place.</summary>
internal static class ArgumentText
{
    /// <summary>The arguments from one value on.</summary>
    /// <param name="values">What the engine evaluated, once.</param>
    /// <param name="statement">The call's text; null where there is none, for example from another program's code.</param>
    /// <param name="first">Index in <paramref name="values"/> of the first argument to write.</param>
    /// <param name="value">PowerShell that yields the value at an index.</param>
    internal static string Write(IReadOnlyList<object?> values, string? statement, int first, Func<int, string> value)
    {
        var elements = Resolve(ArgumentElement.Parse(statement), values.Count)
            ?? [.. Enumerable.Repeat(new ArgumentElement(null, 1), values.Count)];
        var words = new List<string>();
        int index = 0;
        foreach (var element in elements)
        {
            int next = index + element.Values!.Value;
            if (next > first || (next == index && index >= first)) words.AddRange(Words(element, Math.Max(index, first), next, value));
            index = next;
        }

        return string.Join(' ', words);
    }

    private static IEnumerable<string> Words(ArgumentElement element, int index, int next, Func<int, string> value) =>
        element.Text != null ? [element.Text]
        : element.Prefix != null ? [$"({element.Prefix} + {value(next - 1)})"]
        : Enumerable.Range(index, next - index).Select(value);

    // One splatted variable made what the others did not; with two of them the text tells nothing.
    private static IReadOnlyList<ArgumentElement>? Resolve(IReadOnlyList<ArgumentElement>? elements, int count)
    {
        if (elements == null || elements.Count(element => element.Values == null) > 1) return null;
        int rest = count - elements.Sum(element => element.Values ?? 0);
        bool splatted = elements.Any(element => element.Values == null);
        if (rest < 0 || (rest > 0 && !splatted)) return null;
        return [.. elements.Select(element => element.Values == null ? element with { Values = rest } : element)];
    }
}
