namespace BorderPatrol.Join;

/// <summary>
/// Finds out which exchanges begin a request, numbers requests in the order of their begins, and gives away each that is complete. An exchange of
/// which it is not yet known whether it begins a request holds up the numbers behind it, but not for ever.
/// </summary>
internal sealed class RequestJoiner(Action<PathTree> complete)
{
    private const int MostWaiting = 10_000;
    private readonly Queue<Exchange> _candidates = new();
    private long _numbers;
    private int _waiting;

    /// <summary>An exchange that begins a request, or of which this is not known yet.</summary>
    public void Candidate(Exchange exchange) => _candidates.Enqueue(exchange);

    /// <summary>Exchanges begin a request: nobody traced asked for them.</summary>
    public void Begin(IReadOnlyList<Exchange> tops)
    {
        var tree = new PathTree();
        bool late = false;
        foreach (var exchange in tops)
        {
            tree.Tops.Add(exchange);
            exchange.Tree = tree;
            late |= exchange.PassedBy;
            if (!exchange.Done) tree.Open++;
        }

        if (tree.Open == 0) _waiting++;
        if (late) Number(tree);
        Decided();
    }

    /// <summary>Nothing is under way for an exchange any more.</summary>
    public void Done(Exchange exchange)
    {
        exchange.Parent?.Release();
        if (exchange.Tree is not { } tree || --tree.Open > 0) return;
        if (tree.Number > 0) complete(tree);
        else if (++_waiting > MostWaiting) Decided();
    }

    /// <summary>Something has become known: numbers are given as far as it reaches.</summary>
    public void Decided()
    {
        while (_candidates.TryPeek(out var first))
        {
            bool known = first.Parent is not null || first.Tree is not null;
            if (!known && _waiting <= MostWaiting) return;
            first.PassedBy = !known;
            _candidates.Dequeue();
            if (first.Tree is { Number: 0 } tree) Number(tree);
        }
    }

    /// <summary>The log is over: what nobody claimed begins a request.</summary>
    public void Finish()
    {
        foreach (var exchange in _candidates.ToList())
            if (exchange.Parent is null && exchange.Tree is null) Begin([exchange]);
    }

    private void Number(PathTree tree)
    {
        tree.Number = ++_numbers;
        if (tree.Open > 0) return;
        _waiting--;
        complete(tree);
    }
}
