using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Join;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>
/// An event loop opens a connection for a request and writes to it when it has been told that it may. For whom it was opened proves nothing alone; that its
/// reply, and nothing else, made the loop begin that request's answer does.
/// </summary>
public class CauseTests : WebSite
{
    private readonly Link _a, _b, _toA, _toB;

    public CauseTests()
    {
        (_a, _b, _toA, _toB) = (Receive("/a"), Receive("/b"), Open(), Open());
        Turn(_a, () => Web.Connect(_toA.From));
        Turn(_b, () => Web.Connect(_toB.From));
    }

    [Fact]
    public void A_reply_that_made_its_request_be_answered_proves_for_whom_it_was_asked()
    {
        AskBoth();
        foreach (var (back, front) in new[] { (_toB, _b), (_toA, _a) })
        {
            Tell(1);
            Web.Receive(back.From);
            Web.Answer(front.To);
        }

        Assert.Equal(["/a Proven ", "/b Proven "], Certainties());
    }

    [Fact]
    public void Replies_that_came_together_prove_nothing()
    {
        AskBoth();
        Tell(2);
        Web.Receive(_toB.From);
        Web.Answer(_b.To);
        Web.Receive(_toA.From);
        Web.Answer(_a.To);
        Assert.Equal([$"/a Inferred {Doubt.OpenedFor.Reason}", $"/b Inferred {Doubt.OpenedFor.Reason}"], Certainties());
    }

    [Fact]
    public void A_reply_beside_which_the_loop_heard_something_else_proves_nothing()
    {
        var other = Open();
        AskBoth();
        Tell(1);
        other.To.Sends(MessageType.None, "", 10);
        Web.Receive(_toB.From);
        Web.Read(other.From);
        Web.Answer(_b.To);
        Tell(1);
        Web.Receive(_toA.From);
        Web.Accept();
        Web.Answer(_a.To);
        Assert.Equal([$"/a Inferred {Doubt.OpenedFor.Reason}", $"/b Inferred {Doubt.OpenedFor.Reason}"], Certainties());
    }

    [Fact]
    public void An_answer_that_had_begun_before_the_reply_came_proves_nothing()
    {
        AskBoth();
        Tell(1);
        Web.MovePart(_a.To, new Parcel(MessageType.Response, "HTTP/1.1 200 From cache", 50), MessageOptions.Begin, sent: true);
        Tell(1);
        Web.Receive(_toA.From);
        Web.MovePart(_a.To, new Parcel(MessageType.Response, "", 50), MessageOptions.End, sent: true);
        Tell(1);
        Web.Receive(_toB.From);
        Web.Answer(_b.To);
        Assert.Equal([$"/a Inferred {Doubt.OpenedFor.Reason}", "/b Proven "], Certainties());
    }

    [Fact]
    public void An_answer_that_begins_after_a_later_wait_proves_nothing()
    {
        AskBoth();
        Tell(1);
        Web.Receive(_toA.From);
        Tell(0);
        Web.Answer(_a.To);
        Tell(1);
        Web.Receive(_toB.From);
        Tell(1);
        Web.Answer(_b.To);
        Assert.Equal([$"/a Inferred {Doubt.OpenedFor.Reason}", $"/b Inferred {Doubt.OpenedFor.Reason}"], Certainties());
    }

    [Fact]
    public void A_look_that_finds_nothing_ready_does_not_part_the_reply_from_the_answer()
    {
        AskBoth();
        foreach (var (back, front) in new[] { (_toB, _b), (_toA, _a) })
        {
            Tell(1);
            Web.Receive(back.From);
            Web.Record.Call("epoll_wait", 0, argument: 64);
            Web.Answer(front.To);
        }

        Assert.Equal(["/a Proven ", "/b Proven "], Certainties());
    }

    [Fact]
    public void A_connection_that_another_request_took_is_marked_as_such()
    {
        Tell(2);
        Web.Ask(_toA.From, "/taken");
        _toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        Tell(1);
        Web.Receive(_toA.From);
        Web.Answer(_b.To);
        Web.Answer(_a.To);
        var found = Analysis.Of(World);
        Assert.Equal(BPCertainty.Ambiguous, found.Spans.Single(span => span.Text == "/taken").Certainty);
    }

    [Fact]
    public void What_the_first_reply_led_to_proves_the_first_as_well()
    {
        AskBoth();
        Tell(1);
        Web.Receive(_toA.From);
        Web.Ask(_toA.From, "/then/a");
        _toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        Tell(1);
        Web.Receive(_toA.From);
        Web.Answer(_a.To);
        Tell(1);
        Web.Receive(_toB.From);
        Web.Answer(_b.To);
        Assert.Equal(["/a Proven ", "/b Proven "], Certainties());
    }

    // Told of both descriptors at once, it asks in the other order.
    private void AskBoth()
    {
        Tell(2);
        Web.Ask(_toB.From, "/back/b");
        Web.Ask(_toA.From, "/back/a");
        foreach (var back in new[] { _toA, _toB }) back.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
    }

    // Waits until so many of many descriptors are ready; their names are not known.
    private void Tell(int ready) => Web.Record.Call("epoll_wait", ready, argument: 64, offset: 100);

    private IEnumerable<string> Certainties()
    {
        var found = Analysis.Of(World);
        return found.Requests.Select(request => $"{found.Spans.Single(span => span.RequestId == request.Id && span.Parent < 0).Text} {request.Certainty} {request.Reasons}").Order(StringComparer.Ordinal);
    }
}
