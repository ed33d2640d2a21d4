using System.Management.Automation;
using BorderPatrol.Storage;

namespace BorderPatrol.Cmdlets;

/// <summary>Shows the path of requests: their spans in causal order, or every event.</summary>
[Cmdlet(VerbsCommon.Get, "BPPath", DefaultParameterSetName = "Spans")]
[OutputType(typeof(BPSpan), ParameterSetName = ["Spans"])]
[OutputType(typeof(BPEvent), ParameterSetName = ["Events"])]
public sealed class GetBPPathCommand : StoreCmdlet
{
    /// <summary>The requests; without it every request of the store.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public string[]? RequestId { get; set; }

    /// <summary>Every event, with the places marked where another process goes on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Events")]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (RequestId == null)
        {
            var reference = Reference(null);
            foreach (var request in Open(reference).GetRequests(new RequestQuery()))
                Show(request.Id, reference);
            return;
        }

        foreach (string id in RequestId)
            ForItem(id, () => Show(id, Reference(id)));
    }

    private void Show(string id, StoreReference reference)
    {
        Cancellation.ThrowIfCancellationRequested();
        var store = Open(reference);
        bool any = Detailed ? WriteEvents(store.GetEvents(id)) : WriteSpans(store.GetSpans(id));
        if (!any && !store.GetSpans(id).Any()) throw Requests.NotFound(id, store.Location);
    }

    private bool WriteSpans(IEnumerable<BPSpan> spans)
    {
        bool any = false;
        foreach (var span in spans)
        {
            any = true;
            WriteObject(span);
        }

        return any;
    }

    // The mark is a property of the shown object alone: the event itself knows nothing of its neighbours.
    private bool WriteEvents(IEnumerable<BPEvent> events)
    {
        BPEvent? previous = null;
        foreach (var observed in events)
        {
            Cancellation.ThrowIfCancellationRequested();
            var shown = PSObject.AsPSObject(observed);
            shown.Properties.Add(new PSNoteProperty("ProcessSwitch", previous?.ProcessId != observed.ProcessId || previous.Host != observed.Host));
            shown.TypeNames.Insert(0, "BorderPatrol.BPEvent#Detailed");
            WriteObject(shown);
            previous = observed;
        }

        return previous != null;
    }
}
