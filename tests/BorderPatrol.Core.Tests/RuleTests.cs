using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>One rule, or one thing that a rule must not do, a test.</summary>
public class RuleTests : WebSite
{
    [Fact]
    public void Rule_1_a_received_request_turns_the_thread_even_while_another_is_open()
    {
        var link = World.Tcp(NewClient(), "10.0.0.1:80");
        link.From.Sends(MessageType.Request, "/1");
        link.From.Sends(MessageType.Request, "/2");
        Web.Receive(link.To);
        Ask(Web, "/back/1");
        Web.Receive(link.To);
        Ask(Web, "/back/2");
        Web.Answer(link.To);
        Web.Answer(link.To);
        Assert.Equal("web: /1\n  back: /back/1\n--\nweb: /2\n  back: /back/2", Trees());
    }

    [Fact]
    public void Rule_1_a_server_that_had_read_the_next_request_before_it_answered_turns_to_that()
    {
        var link = World.Tcp(NewClient(), "10.0.0.1:80");
        foreach (string path in (string[])["/a", "/b"]) link.From.Sends(MessageType.Request, path);
        Web.Receive(link.To);
        Ask(Web, "/for-a");
        Web.Receive(link.To);
        Web.Answer(link.To);
        Ask(Web, "/for-b");
        Web.Answer(link.To);
        var found = Analysis.Of(World);
        Assert.Equal("web: /a\n  back: /for-a\n--\nweb: /b\n  back: /for-b", Trees(found));
        Assert.All(found.Requests, request => Assert.Equal(BPCertainty.Proven, request.Certainty));
    }

    [Fact]
    public void Rule_2_a_response_brings_back_the_request_under_which_it_was_asked()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        Turn(a, () => Web.Ask(toA.From, "/back/a"));
        Turn(b, () => Web.Ask(toB.From, "/back/b"));
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        Web.WaitIdle();
        Web.Receive(toA.From);
        Ask(Web, "/then/a");
        Web.Receive(toB.From);
        Ask(Web, "/then/b");
        Web.Answer(b.To);
        Web.Answer(a.To);
        Assert.Equal("web: /a\n  back: /back/a\n  back: /then/a\n--\nweb: /b\n  back: /back/b\n  back: /then/b", Trees());
    }

    [Fact]
    public void Messages_that_interleave_are_paired_by_their_numbers_and_not_by_order()
    {
        var link = World.Tcp("10.0.0.1:4000", "10.0.0.1:80");
        var client = Machine.Start("client");
        var (one, two) = (Web.Spawn(), Web.Spawn());
        client.SendInterleaved(link.From, MessageType.Request, (1, "/1"), (3, "/3"));
        foreach (bool last in new[] { false, true })
        {
            one.ReceiveNumbered(link.To, !last, last);
            if (last) Ask(one, "/back/1");
            two.ReceiveNumbered(link.To, !last, last);
            if (last) Ask(two, "/back/3");
        }

        two.SendInterleaved(link.To, MessageType.Response, (3, "HTTP/1.1 203 For 3"), (1, "HTTP/1.1 201 For 1"));
        foreach (bool last in new[] { false, false, true, true }) client.ReceiveNumbered(link.From, !last, last);
        var found = Analysis.Of(World);
        Assert.Equal("web: /1\n  10.0.0.5:80: /back/1\n--\nweb: /3\n  10.0.0.5:80: /back/3", found.Trees());
        Assert.Equal(["201", "203"], found.Requests.Select(request => request.Status));
        Assert.All(found.Requests, request => Assert.Equal((BPCertainty.Proven, 4L, 36L), (request.Certainty, request.BytesIn, request.BytesOut)));
    }

    [Fact]
    public void Rule_3_bytes_of_an_answer_belong_to_its_request_also_between_its_ends()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        Web.Answer(a.To, bytes: 90, parts: 3);
        Web.Work();
        Web.Answer(b.To, bytes: 120, parts: 4);
        var found = Analysis.Of(World);
        Assert.Equal(3, found.Events(found.Request("/a")).Count(call => call == "web:write"));
        Assert.Equal(4, found.Events(found.Request("/b")).Count(call => call == "web:write"));
    }

    [Fact]
    public void Rule_4_the_only_ready_descriptor_says_whose_turn_it_is()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        Web.Record.Call("poll", 1, a.To, argument: 2, offset: 1000);
        Ask(Web, "/back/a");
        Web.Record.Call("poll", 1, b.To, argument: 2, offset: 1000);
        Ask(Web, "/back/b");
        Web.Answer(a.To);
        Web.Answer(b.To);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Theory]
    [InlineData("fork")]
    [InlineData("vfork")]
    [InlineData("exec")]
    [InlineData("system")]
    [InlineData("thread")]
    public void Rule_5_who_is_born_begins_with_the_makers_request(string how)
    {
        var link = Receive("/a");
        if (how == "system") Web.System(shell => Ask(shell, "/back"));
        else Ask(Make(how), "/back");
        Web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back", Trees());
    }

    [Fact]
    public void Rule_5_system_calls_of_two_threads_find_their_own_shells()
    {
        var (one, two) = (Web.Fork(), Web.Fork());
        var (a, b) = (Receive("/a", one), Receive("/b", two));
        one.System(shell => two.System(other =>
        {
            Ask(other, "/back/b");
            Ask(shell, "/back/a");
        }));
        one.Answer(a.To);
        two.Answer(b.To);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Fact]
    public void Rule_6_who_reads_a_pipe_works_for_who_wrote_it_in_turn()
    {
        var worker = Machine.Start("worker");
        var (one, two) = (Web.Fork(), Web.Fork());
        var pipe = World.Pipe();
        var (a, b) = (Receive("/a", one), Receive("/b", two));
        two.Write(pipe.From, 30);
        one.Write(pipe.From, 20);
        two.Write(pipe.From, 10);
        foreach (int bytes in new[] { 30, 20, 10 })
        {
            worker.WaitIdle();
            worker.Read(pipe.To, bytes);
            Ask(worker, $"/job/{bytes}");
        }

        one.Answer(a.To);
        two.Answer(b.To);
        Assert.Equal("web: /a\n  back: /job/20\n--\nweb: /b\n  back: /job/30\n  back: /job/10", Trees());
    }

    [Fact]
    public void Rule_6_bytes_that_nobody_wrote_for_a_request_change_nothing()
    {
        var pipe = World.Pipe();
        var parent = Machine.Start("parent");
        var link = Receive("/a");
        parent.Write(pipe.From);
        Web.Read(pipe.To);
        Ask(Web, "/back");
        Web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back", Trees());
    }

    [Fact]
    public void Rule_8_who_waits_idle_works_for_nobody()
    {
        var link = Receive("/a");
        Web.Answer(link.To);
        Web.WaitIdle();
        Ask(Web, "/timer");
        var found = Analysis.Of(World);
        Assert.Equal("web: /a\n--\nback: /timer", Trees(found));
        Assert.Equal("web", found.Request("/timer").Client);
    }

    [Fact]
    public void Rule_8_the_only_open_exchange_is_what_an_idle_thread_still_works_for()
    {
        var link = Receive("/a");
        Web.WaitIdle();
        Ask(Web, "/back/1");
        Web.WaitIdle();
        Web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back/1", Trees());
    }

    [Fact]
    public void Rule_8_two_open_exchanges_leave_an_idle_thread_without_work_until_it_answers()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        Web.WaitIdle();
        Ask(Web, "/back/b");
        Web.Answer(b.To);
        Web.WaitIdle();
        Ask(Web, "/back/a");
        Web.Answer(a.To);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Fact]
    public void Rule_8_to_be_born_in_a_request_counts_until_a_request_of_ones_own()
    {
        var link = Receive("/a");
        var child = Web.Fork();
        child.WaitIdle();
        Ask(child, "/back");
        var own = Receive("/own", child);
        child.Answer(own.To);
        child.WaitIdle();
        Ask(child, "/nobody");
        Web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back\n--\nweb: /own\n--\nback: /nobody", Trees());
    }

    [Fact]
    public void What_a_thread_asks_after_its_answer_is_still_for_that_request()
    {
        var link = Receive("/a");
        Web.Answer(link.To);
        Ask(Web, "/log");
        Assert.Equal("web: /a\n  back: /log", Trees());
    }

    [Fact]
    public void What_a_thread_asks_after_its_answer_goes_where_its_next_answer_goes()
    {
        var other = Web.Spawn();
        var a = Receive("/a");
        var b = Receive("/b", other);
        Web.Answer(a.To);
        Ask(Web, "/back/b");
        Web.Answer(b.To);
        Assert.Equal("web: /a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    private TracedThread Make(string how) => how switch
    {
        "fork" => Web.Fork(),
        "vfork" => Web.VforkExec("script"),
        "exec" => Web.Fork().Exec("script"),
        _ => Web.Spawn(),
    };
}
