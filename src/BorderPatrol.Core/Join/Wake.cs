namespace BorderPatrol.Join;

/// <summary>
/// What a thread has heard since a wait for several descriptors told it which are ready. Where that was one descriptor, and it received from no
/// other, the reply that came over it is the cause of an answer that the thread begins before it waits again: nothing else can be, but its own timers.
/// </summary>
internal sealed class Wake
{
    private Channel? _heard;
    private bool _alone;
    private Exchange? _reply;

    /// <summary>A wait has ended.</summary>
    /// <param name="ready">How many descriptors it told of.</param>
    /// <param name="only">The only one, where its name is known.</param>
    public void Begin(long ready, Channel? only)
    {
        _alone = ready == 1;
        _heard = only;
        _reply = null;
    }

    /// <summary>It received, or tried to.</summary>
    public void Hear(Channel? channel)
    {
        if (channel is null || (_heard is not null && _heard != channel)) _alone = false;
        _heard = channel;
    }

    /// <summary>It received part of a response.</summary>
    public void Hear(Exchange reply) => _reply = reply;

    /// <summary>It asks: if the reply to this leads to an answer, so did the reply that led to this.</summary>
    public void Ask(Exchange exchange)
    {
        if (_alone) exchange.LedBy = _reply is { IsOpenedFor: true } ? _reply : _reply?.LedBy;
    }

    /// <summary>It begins to answer. A reply that leads there was asked for whom is answered: two witnesses that do not know of each other agree, or contradict.</summary>
    public void Answer(Exchange answered)
    {
        if (_alone) _reply?.LeadTo(answered);
        _reply = null;
    }
}
