namespace BorderPatrol.Join.Rules;

/// <summary>One kind of evidence of what a thread works for.</summary>
internal abstract class Rule
{
    /// <summary>The strand to which a call's thread turns with it; null when this rule has nothing to say.</summary>
    public abstract Strand? Decide(in Moment moment);
}
