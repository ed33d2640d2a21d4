using BorderPatrol.Raw;

namespace BorderPatrol.Join;

/// <summary>A thread between its first and its last record: what it works for and what it has yet to answer.</summary>
internal sealed class ThreadState(RawStream stream, Image image, Strand strand, Strand? born)
{
    public RawStream Stream => stream;

    public Image Image => image;

    /// <summary>What it works for now.</summary>
    public Strand Strand { get; private set; } = strand;

    /// <summary>Number of its present activity; 0 while that has no event.</summary>
    public long Activity { get; set; }

    /// <summary>What its creator worked for; null once it has received a request message of its own.</summary>
    public Strand? Born { get; private set; } = born;

    /// <summary>Exchanges that it received and nobody has answered, oldest first.</summary>
    public List<Exchange> Serving { get; } = [];

    /// <summary>Messages whose call has not come yet.</summary>
    public List<RawRecord> Messages { get; } = [];

    /// <summary>The stream from which it has received a request and since then nothing but more of it; null when it did anything else.</summary>
    public Channel? Receiving { get; set; }

    /// <summary>Whom its next sample is charged to.</summary>
    public Turns Turns { get; } = new();

    /// <summary>What it has heard since it last waited for several descriptors.</summary>
    public Wake Wake { get; } = new();

    /// <summary>The channel of its last call, which is mostly that of its next.</summary>
    public Channel? Channel { get; set; }

    /// <summary>Turns to other work.</summary>
    public void Enter(Strand next)
    {
        if (next == Strand) return;
        next.Hold();
        Strand.Release();
        Strand = next;
        Activity = 0;
    }

    /// <summary>It began for this and nothing else.</summary>
    public void TakeOn(Strand work)
    {
        work.Hold();
        ForgetBirth();
        Born = work;
        Enter(work);
    }

    /// <summary>It has work of its own; what its creator worked for no longer counts.</summary>
    public void ForgetBirth()
    {
        Born?.Release();
        Born = null;
    }

    /// <summary>Its last record has passed.</summary>
    public void End()
    {
        Turns.End();
        Strand.Release();
        ForgetBirth();
    }
}
