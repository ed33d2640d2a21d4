namespace BorderPatrol.Join;

/// <summary>
/// A request message and its response. Seen from the end that asked, the end that served, or both. It is done when nothing is under way for it
/// any more: then what asked it may be done as well, and a request whose own exchange is done is complete.
/// </summary>
internal sealed class Exchange(ulong start, RequestJoiner requests)
{
    private List<Exchange>? _children;
    private List<Doubt>? _doubts;
    private int _holds;

    /// <summary>Offset of the request message's first byte in its direction: its identity on its connection, the same at both ends.</summary>
    public ulong Start => start;

    /// <summary>As seen by who asked; null when that is not traced.</summary>
    public Side? Asked { get; set; }

    /// <summary>As seen by who served; null when that is not traced.</summary>
    public Side? Served { get; set; }

    /// <summary>The side whose facts make the span.</summary>
    public Side Seen => Served ?? Asked!;

    /// <summary>The strand that asked.</summary>
    public Strand? Asker { get; set; }

    /// <summary>The strand of the thread that received it.</summary>
    public Strand? Work { get; set; }

    /// <summary>The exchange for which it was asked.</summary>
    public Exchange? Parent { get; private set; }

    /// <summary>The request of which it is a topmost exchange.</summary>
    public PathTree? Tree { get; set; }

    /// <summary>Place of its asking and of its receipt among all that happened; compare within one boot only.</summary>
    public long AskOrder { get; set; }

    public long ServeOrder { get; set; }

    /// <summary>Whether its answer has begun to be sent.</summary>
    public bool AnswerBegun { get; set; }

    /// <summary>Whether its answer has been sent.</summary>
    public bool Answered { get; set; }

    /// <summary>Whether the other end, of another boot, is yet to be seen; it is held meanwhile.</summary>
    public bool AwaitsOtherEnd { get; set; }

    /// <summary>Whether a strand keeps it until it is known for whom that works.</summary>
    public bool Pending { get; set; }

    /// <summary>Whether numbers have been given to later requests because it stayed unknown for too long whether it begins one.</summary>
    public bool PassedBy { get; set; }

    /// <summary>Whether it lasts as long as anybody works for it, because no message says that it is over.</summary>
    public bool LastsWithWork { get; init; }

    /// <summary>Whether the end of its answer was seen, although it <see cref="LastsWithWork"/>.</summary>
    public bool AnswerEnded { get; set; }

    /// <summary>Whether nothing is under way for it any more.</summary>
    public bool Done { get; private set; }

    /// <summary>Whether only its connection says for whom it was asked.</summary>
    public bool IsOpenedFor => _doubts?.Contains(Doubt.OpenedFor) == true;

    /// <summary>An earlier one for which that is so, and whose reply led to this; null for none.</summary>
    public Exchange? LedBy { get; set; }

    public Effort Effort { get; } = new();

    /// <summary>Whether a process has yet to send or receive a part of it.</summary>
    public bool IsOpenIn(Image image) => Asked is { Over: false } asked && asked.Image == image || Served is { Over: false } served && served.Image == image;

    /// <summary>What was asked for it, in the order in which it was asked; found in another order where evidence came late.</summary>
    public IReadOnlyList<Exchange> ChildrenAsAsked()
    {
        if (_children is null) return [];
        _children.Sort(static (a, b) => a.AskOrder.CompareTo(b.AskOrder));
        return _children;
    }

    public IReadOnlyList<Doubt> Doubts => _doubts ?? (IReadOnlyList<Doubt>)[];

    public void Hold() => _holds++;

    public void Release()
    {
        if (--_holds > 0 || Done) return;
        Done = true;
        if (LastsWithWork) EndWithWork();
        Asked?.Leave(this);
        Served?.Leave(this);
        requests.Done(this);
    }

    public void Add(Doubt? doubt)
    {
        if (doubt is not null && _doubts?.Contains(doubt) != true) (_doubts ??= []).Add(doubt);
    }

    /// <summary>Its reply made who received it answer another exchange.</summary>
    public void LeadTo(Exchange answered)
    {
        if (LedBy is { } earlier) earlier.LeadTo(answered);
        if (!IsOpenedFor) return;
        if (Parent == answered) _doubts!.Remove(Doubt.OpenedFor);
        else Add(Doubt.LedElsewhere);
    }

    /// <summary>It was asked for another exchange. A second answer to that question, or one that makes a circle, is refused and noted.</summary>
    public void AttachTo(Exchange parent, Doubt? doubt = null)
    {
        Add(doubt);
        if (Parent == parent) return;
        if (Parent is not null || Tree is not null || parent.IsWithin(this))
        {
            Add(Doubt.TwoRequests);
            return;
        }

        Parent = parent;
        Pending = false;
        (parent._children ??= []).Add(this);
        if (!Done) parent.Hold();
        requests.Decided();
    }

    private void EndWithWork()
    {
        if (!AnswerEnded) Served!.Last = Math.Max(Served.Last, Effort.LastEnd);
        if (Asked is not { } asked) return;
        asked.Last = Served!.Last;
        Asker!.Release();
    }

    private bool IsWithin(Exchange other)
    {
        for (var exchange = this; exchange is not null; exchange = exchange.Parent)
            if (exchange == other) return true;
        return false;
    }
}
