namespace BorderPatrol.EndToEnd.Tests.Accuracy;

/// <summary>How the messages of one tag came out; the first that applies.</summary>
public enum Verdict
{
    /// <summary>One path holds all of them, in order, and no other tag's.</summary>
    Exact,

    /// <summary>Some of them are in no path.</summary>
    Missing,

    /// <summary>They are spread over several paths.</summary>
    Split,

    /// <summary>Their path holds another tag's messages, too.</summary>
    Merged,

    /// <summary>They are in one path, in another order, or more than once.</summary>
    WrongOrder,

    /// <summary>Everything is where it belongs, but a fact of the path is wrong: a program, process, host, status, duration or certainty.</summary>
    WrongFact,
}
