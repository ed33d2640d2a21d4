using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>What the rules cannot decide, or records do not tell, is marked, and nothing else is.</summary>
public class DoubtTests : WebSite
{
    [Fact]
    public void What_an_event_loop_asks_first_over_a_connection_is_for_whom_it_was_opened()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        Turn(a, () => Web.Connect(toA.From));
        Turn(b, () => Web.Connect(toB.From));
        Web.WaitIdle();
        Web.Ask(toB.From, "/back/b");
        Web.Ask(toA.From, "/back/a");
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        Web.WaitIdle();
        Web.Receive(toB.From);
        Web.Answer(b.To);
        Web.Receive(toA.From);
        Web.Answer(a.To);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Fact]
    public void What_an_event_loop_asks_first_is_not_for_whom_it_has_just_worked()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        Turn(a, () => Web.Connect(toA.From));
        Turn(b, () => Web.Connect(toB.From));
        Web.Ask(toA.From, "/back/a");
        Web.Ask(toB.From, "/back/b");
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        Web.Receive(toA.From);
        Web.Answer(a.To);
        Web.Receive(toB.From);
        Web.Answer(b.To);
        var found = Analysis.Of(World);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees(found));
        Assert.Equal([BPCertainty.Inferred, BPCertainty.Proven], found.Requests.Select(request => request.Certainty));
    }

    [Fact]
    public void A_greeting_is_not_work_for_whom_the_server_worked_before()
    {
        var (other, database) = (Machine.Start("web"), Machine.Start("db"));
        var (toA, toB) = (World.Tcp(NewClient(), "10.0.0.1:3306"), World.Tcp(NewClient(), "10.0.0.1:3306"));
        var (a, b) = (Receive("/a"), Receive("/b", other));
        Visit(Web, toA, "/first");
        Visit(other, toB, "/second");
        other.Answer(b.To);
        Web.Answer(a.To);
        Assert.Equal("web: /a\n  db: /first\n--\nweb: /b\n  db: /second", Trees());

        void Visit(TracedThread thread, Link link, string text)
        {
            thread.Connect(link.From);
            database.Send(link.To, MessageType.Notice, "greeting");
            thread.Receive(link.From);
            thread.Ask(link.From, text);
            database.Receive(link.To);
            database.Answer(link.To);
            thread.Receive(link.From);
            thread.Send(link.From, MessageType.Notice, "quit");
            database.Receive(link.To);
        }
    }

    [Fact]
    public void What_an_event_loop_asks_in_one_go_over_kept_connections_is_marked()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        Web.WaitIdle();
        Web.Ask(toB.From, "/back/b");
        Web.Ask(toA.From, "/back/a");
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        Web.WaitIdle();
        Web.Receive(toB.From);
        Web.Answer(b.To);
        Web.Receive(toA.From);
        Web.Answer(a.To);
        Assert.All(Analysis.Of(World).Spans, span => Assert.True(span.Service == "web" || span.Certainty == BPCertainty.Ambiguous, span.Text));
    }

    [Fact]
    public void Rule_6_bytes_of_several_requests_at_once_are_nobodys_and_marked()
    {
        var worker = Machine.Start("worker");
        var (one, two) = (Web.Fork(), Web.Fork());
        var pipe = World.Pipe();
        var (a, b) = (Receive("/a", one), Receive("/b", two));
        one.Write(pipe.From);
        two.Write(pipe.From);
        worker.WaitIdle();
        worker.Read(pipe.To);
        Ask(worker, "/job");
        one.Answer(a.To);
        two.Answer(b.To);
        var found = Analysis.Of(World);
        Assert.Equal("web: /a\n--\nweb: /b\n--\nback: /job", Trees(found));
        Assert.Equal(BPCertainty.Ambiguous, found.Request("/job").Certainty);
        Assert.Equal("bytes of several requests were read at once", found.Request("/job").Reasons);
    }

    [Fact]
    public void A_hand_off_that_nobody_saw_is_never_passed_over_in_silence()
    {
        var (pool, quiet) = (Web.Spawn(), Machine.Start("quiet"));
        var (a, elsewhere) = (Receive("/a"), Receive("/elsewhere", quiet));
        pool.WaitIdle();
        Ask(pool, "/back");
        pool.WaitIdle();
        Web.Answer(a.To);
        quiet.Answer(elsewhere.To);
        var found = Analysis.Of(World);
        Assert.Equal("web: /a\n--\nweb: /elsewhere\n--\nback: /back", Trees(found).Replace("quiet:", "web:", StringComparison.Ordinal));
        Assert.Equal((BPCertainty.Ambiguous, BPCertainty.Ambiguous), (found.Request("/a").Certainty, found.Request("/back").Certainty));
        Assert.Equal("web asked while working for nobody, with requests to answer", found.Request("/a").Reasons);
        Assert.Equal(BPCertainty.Proven, found.Request("/elsewhere").Certainty);
    }

    [Fact]
    public void Lost_records_mark_what_was_open_and_nothing_else()
    {
        var (before, during) = (Receive("/before"), Web);
        Web.Answer(before.To);
        var open = Receive("/open");
        during.Record.Loss(4);
        Web.Answer(open.To);
        var after = Receive("/after");
        Web.Answer(after.To);
        var found = Analysis.Of(World);
        Assert.Equal(
            (BPCertainty.Proven, BPCertainty.Incomplete, BPCertainty.Proven),
            (found.Request("/before").Certainty, found.Request("/open").Certainty, found.Request("/after").Certainty));
        Assert.Equal($"records of web [{Web.Process.Pid}] were lost", found.Request("/open").Reasons);
    }

    [Fact]
    public void A_lost_answer_does_not_shift_the_answers_behind_it()
    {
        var link = World.Tcp(NewClient(), "10.0.0.1:80");
        foreach (int i in new[] { 1, 2, 3 })
        {
            link.From.Sends(MessageType.Request, $"/{i}");
            Web.Receive(link.To);
            Web.Answer(link.To, $"HTTP/1.1 20{i} OK");
            if (i != 1) continue;
            Web.Stream.DropLast();
            Web.Stream.DropLast();
            Web.Record.Loss(2);
        }

        var found = Analysis.Of(World);
        Assert.Equal(["", "202", "203"], found.Requests.Select(request => request.Status));
        Assert.Equal([BPCertainty.Incomplete, BPCertainty.Incomplete, BPCertainty.Proven], found.Requests.Select(request => request.Certainty));
    }

    [Fact]
    public void A_request_is_answered_by_the_process_that_was_given_its_connection()
    {
        var link = Receive("/a");
        var heir = Machine.Start("heir");
        heir.Process.GoOnFrom(Web.Process);
        heir.Record.Channel(link.To);
        Web.Close(link.To);
        heir.Answer(link.To);
        var request = Assert.Single(Analysis.Of(World).Requests);
        Assert.Equal((BPCertainty.Proven, "200"), (request.Certainty, request.Status));
    }

    [Fact]
    public void A_request_without_an_answer_says_so()
    {
        var link = Receive("/a");
        Web.Work();
        Web.Close(link.To);
        var request = Assert.Single(Analysis.Of(World).Requests);
        Assert.Equal((BPCertainty.Incomplete, "an answer was not seen", ""), (request.Certainty, request.Reasons, request.Status));
        Assert.True(request.Duration > TimeSpan.Zero);
    }
}
