namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>The same work done in two ways, in turns, so that what else happens on the machine meets both.</summary>
/// <param name="Untraced">Median of the one way.</param>
/// <param name="Traced">Median of the other.</param>
/// <param name="Difference">Median of what the pairs' traced way takes or gives beyond the untraced.</param>
/// <param name="Ratio">Median of the pairs' ratios, traced to untraced.</param>
/// <param name="Lowest">Lowest ratio of a pair.</param>
/// <param name="Highest">Highest ratio of a pair.</param>
public sealed record Pairs(double Untraced, double Traced, double Difference, double Ratio, double Lowest, double Highest)
{
    /// <summary>How many pairs are measured.</summary>
    public const int Count = 7;

    /// <summary>Measures both ways in turns; which goes first alternates.</summary>
    /// <param name="measure">One measurement; its argument says whether it is traced.</param>
    public static Pairs Measure(Func<bool, double> measure) => Measure(traced => new[] { measure(traced) })[0];

    /// <summary>The same for several figures of one measurement.</summary>
    /// <param name="measure">One measurement; its argument says whether it is traced.</param>
    public static IReadOnlyList<Pairs> Measure(Func<bool, double[]> measure)
    {
        var pairs = new List<(double[] Untraced, double[] Traced)>();
        for (int pair = 0; pair < Count; pair++)
        {
            bool tracedFirst = pair % 2 == 1;
            double[] first = measure(tracedFirst);
            double[] second = measure(!tracedFirst);
            pairs.Add(tracedFirst ? (second, first) : (first, second));
        }
        return [.. Enumerable.Range(0, pairs[0].Traced.Length).Select(figure => Of([.. pairs.Select(pair => (pair.Untraced[figure], pair.Traced[figure]))]))];
    }

    private static Pairs Of((double Untraced, double Traced)[] pairs)
    {
        double[] ratios = [.. pairs.Select(pair => pair.Traced / pair.Untraced)];
        return new Pairs(
            Median(pairs.Select(pair => pair.Untraced)),
            Median(pairs.Select(pair => pair.Traced)),
            Median(pairs.Select(pair => pair.Traced - pair.Untraced)),
            Median(ratios),
            ratios.Min(),
            ratios.Max());
    }

    /// <summary>The middle one.</summary>
    /// <param name="values">An odd number of values.</param>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
