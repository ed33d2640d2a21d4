namespace BorderPatrol.Join;

/// <summary>
/// What one or more threads do for one exchange. It may show only later for which: then everything that hangs on it is kept until evidence comes
/// or the last thread has left. Held by the threads in it, by bytes that wait to be read, and by exchanges that wait for an answer.
/// </summary>
internal sealed class Strand
{
    private readonly Image? _image;
    private readonly Exchange? _fallback;
    private readonly SelfStart? _selfStart;
    private List<Exchange>? _asked;
    private HashSet<Exchange>? _suspects;
    private List<Strand>? _followers;
    private Effort? _effort;
    private int _holds;

    /// <summary>Work for a known exchange.</summary>
    public Strand(Exchange span)
    {
        Span = span;
        _effort = span.Effort;
    }

    /// <summary>Work that is nobody's until evidence comes.</summary>
    /// <param name="image">Where it is done.</param>
    /// <param name="born">The present.</param>
    /// <param name="selfStart">Takes what was asked when it proves to be nobody's.</param>
    /// <param name="fallback">Whose it is when none comes; null for nobody.</param>
    /// <param name="origin">What it shares the fate of, as long as it has none of its own.</param>
    public Strand(Image image, long born, SelfStart selfStart, Exchange? fallback = null, Strand? origin = null)
    {
        _image = image;
        _fallback = fallback;
        Origin = origin;
        _selfStart = selfStart;
        Born = born;
        fallback?.Hold();
        origin?.Follow(this);
    }

    /// <summary>The exchange; null while it is not known.</summary>
    public Exchange? Span { get; private set; }

    /// <summary>Order of its begin.</summary>
    public long Born { get; }

    public Effort Effort => _effort ??= new Effort();

    /// <summary>The strand whose fate this one shares as long as it has none of its own.</summary>
    public Strand? Origin { get; }

    /// <summary>Whether it is nobody's and nothing has happened in it.</summary>
    public bool IsFresh => Span is null && _fallback is null && Origin is null && _asked is null && _effort is null && Doubt is null;

    /// <summary>Whether its thread had received several requests when it began, and then turned to all of them: what it asks is for one of them each, and
    /// what the reply leads to tells for which.</summary>
    public bool Several { get; init; }

    /// <summary>Why what it asks is not certain; null when it is.</summary>
    public Doubt? Doubt { get; set; }

    /// <summary>Whether it has ended without having been anybody's.</summary>
    public bool Over { get; private set; }

    /// <summary>Whether evidence may still say whose it is: it was left by an answered exchange, or a program does it that has something to answer.</summary>
    public bool MayBind => Span is null && !Over && (_fallback is not null || _image!.Serving > 0 || Origin?.MayBind == true);

    /// <summary>Work for one of several requests, which is yet to be known.</summary>
    public Strand ForOne() => new(_image!, Born, _selfStart!) { Doubt = Doubt };

    public void Hold()
    {
        if (_holds++ == 0) Span?.Hold();
    }

    public void Release()
    {
        if (--_holds > 0) return;
        if (Span is null) Close();
        else Span.Release();
    }

    /// <summary>Something was asked while nobody knows for whom. What its program has to answer at that moment waits to learn whether it was for it.</summary>
    public void Ask(Exchange exchange)
    {
        exchange.Pending = true;
        (_asked ??= []).Add(exchange);
        foreach (var suspect in _image!.Open)
        {
            if (suspect.Served?.Image != _image || suspect.Answered || !(_suspects ??= []).Add(suspect)) continue;
            suspect.Hold();
        }
    }

    /// <summary>Evidence says whose this is: what it did and asked since that exchange began belongs to it.</summary>
    public void Bind(Exchange span)
    {
        if (_holds > 0) span.Hold();
        Span = span;
        if (_effort is not null) span.Effort.Add(_effort);
        _effort = span.Effort;
        // An event loop that was told of several descriptors asks for several requests in one go, and answers one of them first.
        if (_asked?.Count > 1 && _suspects?.Count > 1) Doubt ??= Doubt.AskedTogether;
        foreach (var exchange in Take(ref _asked))
        {
            if (exchange.AskOrder < span.ServeOrder) _selfStart!.Begin(exchange);
            else exchange.AttachTo(span, Doubt);
        }

        foreach (var follower in Take(ref _followers))
            if (follower.Span is null && !follower.Over && follower.Born >= span.ServeOrder) follower.Bind(span);
        foreach (var suspect in Take(ref _suspects)) suspect.Release();
        _fallback?.Release();
    }

    private void Close()
    {
        if (_fallback is not null)
        {
            if (_suspects is not null) Doubt ??= Doubt.AskedAfterAnswer;
            _holds = 1;
            Bind(_fallback);
            Release();
            return;
        }

        Over = true;
        var doubt = _suspects is null ? null : Doubt.UnseenHandOff(_image!.Program);
        foreach (var exchange in Take(ref _asked))
        {
            exchange.Add(doubt);
            _selfStart!.Begin(exchange);
        }

        _followers = null;
        foreach (var suspect in Take(ref _suspects))
        {
            suspect.Add(doubt);
            suspect.Release();
        }
    }

    private static IEnumerable<T> Take<T>(ref List<T>? list)
    {
        var taken = list ?? (IEnumerable<T>)[];
        list = null;
        return taken;
    }

    private static IEnumerable<T> Take<T>(ref HashSet<T>? set)
    {
        var taken = set ?? (IEnumerable<T>)[];
        set = null;
        return taken;
    }

    // Followers that have ended are dropped whenever the list has doubled, so that a long-lived maker of children stays small.
    private void Follow(Strand follower)
    {
        _followers ??= [];
        if (_followers.Count == _followers.Capacity) _followers.RemoveAll(static one => one.Over || one.Span is not null);
        _followers.Add(follower);
    }
}
