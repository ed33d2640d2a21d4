using System.Management.Automation;
using BorderPatrol.Storage;

namespace BorderPatrol.Cmdlets;

/// <summary>Lists the requests of a store.</summary>
[Cmdlet(VerbsCommon.Get, "BPRequest")]
[OutputType(typeof(BPRequest))]
public sealed class GetBPRequestCommand : StoreCmdlet
{
    /// <summary>Exact request ids.</summary>
    [Parameter(Position = 0)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public string[]? RequestId { get; set; }

    /// <summary>Only requests of this run, for example from Import-BPRawLog.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RunId { get; set; }

    /// <summary>Only requests that this program received; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>Only requests of this route; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? Route { get; set; }

    /// <summary>Only requests with this status; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Status { get; set; }

    /// <summary>Only requests that took at least this long.</summary>
    [Parameter]
    public TimeSpan? MinimumDuration { get; set; }

    /// <summary>At most so many.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (RequestId == null)
        {
            List(Reference(RunId), null);
            return;
        }

        foreach (var group in RequestId.GroupBy(Reference))
            List(group.Key, [.. group]);
    }

    private void List(StoreReference reference, IReadOnlyList<string>? ids)
    {
        var query = new RequestQuery
        {
            Ids = ids,
            RunId = RunId,
            Service = Service,
            Route = Route,
            Status = Status,
            MinimumDuration = MinimumDuration,
            First = First,
        };
        var missing = new HashSet<string>(ids ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (var request in Open(reference).GetRequests(query))
        {
            Cancellation.ThrowIfCancellationRequested();
            missing.Remove(request.Id);
            Session.Remember(request.RunId, reference);
            WriteObject(request);
        }

        if (query is { RunId: null, Service: null, Route: null, Status: null, MinimumDuration: null, First: null }) Report(missing, reference);
    }

    private void Report(IEnumerable<string> missing, StoreReference reference)
    {
        foreach (string id in missing)
            ForItem(id, () => throw Requests.NotFound(id, Open(reference).Location));
    }
}
