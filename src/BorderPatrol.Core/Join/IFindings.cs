using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>Takes what the joiners find, in the order in which they find it.</summary>
internal interface IFindings
{
    /// <summary>A call, with the activity to which it belongs; 0 for none.</summary>
    void Called(long activity, RawStream stream, RawRecord record, CallFacts facts, List<RawRecord> messages);

    /// <summary>A request is complete.</summary>
    void Complete(PathTree tree);
}
