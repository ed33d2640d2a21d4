namespace BorderPatrol.Accuracy;

/// <summary>A tagged message that a request must have led to.</summary>
/// <param name="Parent">Index, among the request's messages, of the one that led to it; -1 for the first.</param>
/// <param name="Protocol">The protocol in which it was asked.</param>
/// <param name="Program">Who served it.</param>
/// <param name="Step">What it is marked with.</param>
public sealed record Message(int Parent, string Protocol, string Program, int Step)
{
    /// <summary>The back-end calls of a plan, one behind the other.</summary>
    /// <param name="request">Whose plan.</param>
    /// <param name="parent">Index of the message that led to them all.</param>
    /// <param name="services">Protocol and program by letter of the plan.</param>
    public static IEnumerable<Message> Calls(TaggedRequest request, int parent, Func<char, (string Protocol, string Program)> services) =>
        request.Plan.Select((letter, index) => new Message(parent, services(letter).Protocol, services(letter).Program, index + 1));
}
