using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// The exchanges in which an end has one part, asking or serving, from the begin of their request on. Where the protocol numbers them they are known by
/// that, until their response ends; without a number (0) the oldest request gets the next response.
/// </summary>
internal sealed class OpenExchanges
{
    private readonly Queue<Exchange> _unanswered = new(1);
    private Dictionary<uint, Exchange>? _numbered;

    /// <summary>Without a number: whose request message is on its way.</summary>
    public Exchange? Request { get; private set; }

    /// <summary>Without a number: whose response message is on its way.</summary>
    public Exchange? Response { get; private set; }

    /// <summary>Without a number: the oldest whose response has not begun.</summary>
    public Exchange? Oldest => _unanswered.TryPeek(out var oldest) ? oldest : null;

    /// <summary>The exchange whose message has begun and not ended.</summary>
    public Exchange? Find(MessageType type, uint number) => type switch
    {
        MessageType.Request => number == 0 ? Request : Numbered(number),
        MessageType.Response => number == 0 ? Response : Numbered(number),
        _ => null,
    };

    /// <summary>The exchange of a number; null when it is free.</summary>
    public Exchange? Numbered(uint number) => _numbered?.GetValueOrDefault(number);

    /// <summary>A request message begins. Returns the exchange that had its number and will get no answer now.</summary>
    public Exchange? Add(uint number, Exchange exchange)
    {
        if (number == 0)
        {
            Request = exchange;
            _unanswered.Enqueue(exchange);
            return null;
        }

        var replaced = Numbered(number);
        (_numbered ??= new Dictionary<uint, Exchange>(1))[number] = exchange;
        return replaced;
    }

    /// <summary>A response message begins. The request with which a conversation turned to a protocol that numbers its exchanges is answered as its first
    /// (RFC 7540, 3.2).</summary>
    public void Answer(uint number)
    {
        if (number == 0) Response = _unanswered.TryDequeue(out var answered) ? answered : null;
        else if (number == 1 && Numbered(1) is null && _unanswered.TryDequeue(out var upgraded)) Add(1, upgraded);
    }

    /// <summary>The request message has ended.</summary>
    public void EndRequest(uint number)
    {
        if (number == 0) Request = null;
    }

    /// <summary>The response message has ended, or none will come.</summary>
    public void End(uint number)
    {
        if (number == 0) Response = null;
        else _numbered?.Remove(number);
    }

    /// <summary>Takes out those without a number whose response has not begun.</summary>
    public List<Exchange> TakeUnanswered()
    {
        var taken = _unanswered.ToList();
        _unanswered.Clear();
        return taken;
    }

    /// <summary>Nothing more will move here. Takes out whose response has not ended; of those whose response has not begun only which may go.</summary>
    public List<Exchange> Leave(Predicate<Exchange> mayGo)
    {
        List<Exchange> taken = [];
        foreach (var exchange in TakeUnanswered())
        {
            if (mayGo(exchange)) taken.Add(exchange);
            else _unanswered.Enqueue(exchange);
        }

        foreach (var (number, exchange) in _numbered ?? [])
        {
            if (!mayGo(exchange)) continue;
            taken.Add(exchange);
            _numbered!.Remove(number);
        }

        if (Response is not null) taken.Add(Response);
        Request = Response = null;
        return taken;
    }
}
