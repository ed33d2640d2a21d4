namespace BorderPatrol.Join;

/// <summary>
/// What a thread has turned to since its last sample. A thread that turns often is not sampled at every turn: what it used between two samples is
/// divided by the time that each piece of work had, and nothing is lost in the division.
/// </summary>
internal sealed class Turns
{
    private const int Most = 256;
    private readonly List<(Exchange? Work, ulong Begin)> _since = [(null, 0)];
    private Cost _sample;

    /// <summary>The thread's last sample.</summary>
    public Cost Sample => _sample;

    /// <summary>It begins, with what it had used before and with the work of its maker.</summary>
    public void Begin(Cost sample, Exchange? work)
    {
        _sample = sample;
        work?.Hold();
        _since[0] = (work, 0);
    }

    /// <summary>From <paramref name="time"/> on, CLOCK_MONOTONIC in ns, it works for an exchange, which is held until it is charged. Beyond what
    /// samples allow, turns count as part of the one before.</summary>
    public void To(Exchange work, ulong time)
    {
        if (_since.Count == Most) return;
        work.Hold();
        _since.Add((work, Math.Max(time, _since[^1].Begin)));
    }

    /// <summary>It was sampled: who had it since the last time is charged, and the last of them goes on.</summary>
    public void Charge(Cost sample, ulong time)
    {
        var left = Cost.Between(_sample, sample);
        for (int i = 0; i < _since.Count - 1; i++)
        {
            var (work, begin) = _since[i];
            var part = left.Part(_since[i + 1].Begin - begin, Math.Max(time, _since[^1].Begin) - begin);
            if (work is not null) work.Effort.Cost += part;
            left = Cost.Between(part, left);
            work?.Release();
        }

        var last = _since[^1].Work;
        if (last is not null) last.Effort.Cost += left;
        _since.Clear();
        _since.Add((last, time));
        _sample = sample;
    }

    /// <summary>Nothing more will be charged.</summary>
    public void End()
    {
        foreach (var (work, _) in _since) work?.Release();
        _since.Clear();
    }
}
