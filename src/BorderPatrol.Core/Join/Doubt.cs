using System.Globalization;

namespace BorderPatrol.Join;

/// <summary>Why a path is less than proven.</summary>
internal sealed record Doubt(BPCertainty Certainty, string Reason)
{
    /// <summary>Two requests claim the same exchange.</summary>
    public static readonly Doubt TwoRequests = new(BPCertainty.Ambiguous, "two requests would have to be one");

    public static readonly Doubt SeenTwice = new(BPCertainty.Ambiguous, "one end of a connection saw the same message twice");

    public static readonly Doubt SeveralWriters = new(BPCertainty.Ambiguous, "bytes of several requests were read at once");

    /// <summary>One call brought them, and what its thread asked next may be for any of them.</summary>
    public static readonly Doubt SeveralMessages = new(BPCertainty.Ambiguous, "messages of several requests were received at once");

    public static readonly Doubt SenderUnknown = new(BPCertainty.Incomplete, "a program did not ask who sent it a datagram");

    public static readonly Doubt EndsDisagree = new(BPCertainty.Ambiguous, "the two ends of a connection disagree on a message's length");

    public static readonly Doubt NoAnswer = new(BPCertainty.Incomplete, "an answer was not seen");

    public static readonly Doubt Broken = new(BPCertainty.Incomplete, "a message broke off");

    public static readonly Doubt AskerMissing = new(BPCertainty.Incomplete, "the asking end is traced, but its record of the message is missing");

    public static readonly Doubt ServerMissing = new(BPCertainty.Incomplete, "the serving end is traced, but its record of the message is missing");

    public static readonly Doubt AskerSealed = new(BPCertainty.Incomplete, "the asking end is traced, but what it says through TLS is not seen");

    public static readonly Doubt ServerSealed = new(BPCertainty.Incomplete, "the serving end is traced, but what it says through TLS is not seen");

    /// <summary>A thread asked after it had answered, while its program had other requests to answer.</summary>
    public static readonly Doubt AskedAfterAnswer = new(BPCertainty.Inferred, "asked behind the answer, while other requests were open");

    /// <summary>A thread that worked for nobody asked over a connection that had been opened for this request and not been used since.</summary>
    public static readonly Doubt OpenedFor = new(BPCertainty.Inferred, "asked first over a connection that was opened for it");

    /// <summary>The same, but what the reply led to says otherwise.</summary>
    public static readonly Doubt LedElsewhere = new(BPCertainty.Ambiguous, "asked over a connection that was opened for it, and answered before another answer began");

    /// <summary>A thread that worked for nobody asked several things while several requests were open, and then answered one of them.</summary>
    public static readonly Doubt AskedTogether = new(BPCertainty.Ambiguous, "asked together with other things while several requests were open");

    /// <summary>A thread had received several requests, one after another, before it asked: for which, what it did with the reply tells.</summary>
    public static readonly Doubt ToldByReply = new(BPCertainty.Inferred, "asked after several requests were received, and told apart by what the reply led to");

    /// <summary>A thread asked without being seen to work for anybody while its program had requests to answer.</summary>
    public static Doubt UnseenHandOff(string program) => new(BPCertainty.Ambiguous, $"{program} asked while working for nobody, with requests to answer");

    public static Doubt Lost(Image image) =>
        new(BPCertainty.Incomplete, string.Create(CultureInfo.InvariantCulture, $"records of {image.Program} [{image.Pid}] were lost"));
}
