namespace BorderPatrol.Paths;

/// <summary>
/// Takes what the analysis of one raw log yields, in the order in which it is found. Nothing becomes visible in a store before <see cref="Commit"/>;
/// disposing without it leaves the store as it was.
/// </summary>
public interface IRunWriter : IDisposable
{
    /// <summary>Whether <see cref="AddEvent"/> is to be called; a writer that keeps no events saves their making.</summary>
    bool WantsEvents => true;

    /// <summary>Adds an event, in the merged order of the raw log. Its request may not be known yet.</summary>
    /// <param name="activity">The activity under which it happened, to be resolved by <see cref="AddActivity"/>; 0 for none.</param>
    /// <param name="observed">The event; its RequestId is empty.</param>
    void AddEvent(long activity, BPEvent observed);

    /// <summary>Says to which request an activity belongs. Called once for each activity that belongs to one.</summary>
    /// <param name="activity">From 1, as given to <see cref="AddEvent"/>.</param>
    /// <param name="requestId">The request.</param>
    void AddActivity(long activity, string requestId);

    /// <summary>Adds a request.</summary>
    /// <param name="request">The request, complete.</param>
    void AddRequest(BPRequest request);

    /// <summary>Adds a span. A request's spans come in order of their sequence.</summary>
    /// <param name="span">The span, complete.</param>
    void AddSpan(BPSpan span);

    /// <summary>Makes the run visible, all at once.</summary>
    /// <param name="run">The run's facts.</param>
    void Commit(BPRun run);
}
