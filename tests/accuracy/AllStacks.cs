using BorderPatrol.Accuracy.Stacks;

namespace BorderPatrol.Accuracy;

/// <summary>The stacks of the suite.</summary>
public static class AllStacks
{
    /// <summary>All, in the table's order.</summary>
    public static IReadOnlyList<Stack> List { get; } =
    [
        new ApacheFpm("prefork"),
        new ApacheFpm("worker"),
        new ApacheFpm("event"),
        new NginxFpm(),
    ];
}
