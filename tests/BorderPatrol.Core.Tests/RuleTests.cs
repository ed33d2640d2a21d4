using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>One rule, or one thing that a rule must not do, a test.</summary>
public class RuleTests
{
    private readonly World _world = new();
    private readonly Machine _machine;
    private readonly TracedThread _web;
    private int _ports = 4000;

    public RuleTests()
    {
        _machine = _world.Machine("a");
        _web = _machine.Start("web");
    }

    [Fact]
    public void Rule_1_a_received_request_turns_the_thread_even_while_another_is_open()
    {
        var link = _world.Tcp(NewClient(), "10.0.0.1:80");
        link.From.Sends(MessageType.Request, "/1");
        link.From.Sends(MessageType.Request, "/2");
        _web.Receive(link.To);
        Ask(_web, "/back/1");
        _web.Receive(link.To);
        Ask(_web, "/back/2");
        _web.Answer(link.To);
        _web.Answer(link.To);
        Assert.Equal("web: /1\n  back: /back/1\n--\nweb: /2\n  back: /back/2", Trees());
    }

    [Fact]
    public void Rule_2_a_response_brings_back_the_request_under_which_it_was_asked()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        Turn(a, () => _web.Ask(toA.From, "/back/a"));
        Turn(b, () => _web.Ask(toB.From, "/back/b"));
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        _web.WaitIdle();
        _web.Receive(toA.From);
        Ask(_web, "/then/a");
        _web.Receive(toB.From);
        Ask(_web, "/then/b");
        _web.Answer(b.To);
        _web.Answer(a.To);
        Assert.Equal("web: /a\n  back: /back/a\n  back: /then/a\n--\nweb: /b\n  back: /back/b\n  back: /then/b", Trees());
    }

    [Fact]
    public void What_an_event_loop_asks_first_over_a_connection_is_for_whom_it_was_opened()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        Turn(a, () => _web.Connect(toA.From));
        Turn(b, () => _web.Connect(toB.From));
        _web.WaitIdle();
        _web.Ask(toB.From, "/back/b");
        _web.Ask(toA.From, "/back/a");
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        _web.WaitIdle();
        _web.Receive(toB.From);
        _web.Answer(b.To);
        _web.Receive(toA.From);
        _web.Answer(a.To);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Fact]
    public void What_an_event_loop_asks_in_one_go_over_kept_connections_is_marked()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        var (toA, toB) = (Open(), Open());
        _web.WaitIdle();
        _web.Ask(toB.From, "/back/b");
        _web.Ask(toA.From, "/back/a");
        toA.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        toB.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        _web.WaitIdle();
        _web.Receive(toB.From);
        _web.Answer(b.To);
        _web.Receive(toA.From);
        _web.Answer(a.To);
        Assert.All(Analysis.Of(_world).Spans, span => Assert.True(span.Service == "web" || span.Certainty == BPCertainty.Ambiguous, span.Text));
    }

    [Fact]
    public void Messages_that_interleave_are_paired_by_their_numbers_and_not_by_order()
    {
        var link = _world.Tcp("10.0.0.1:4000", "10.0.0.1:80");
        var client = _machine.Start("client");
        var (one, two) = (_web.Spawn(), _web.Spawn());
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
        var found = Analysis.Of(_world);
        Assert.Equal("web: /1\n  10.0.0.5:80: /back/1\n--\nweb: /3\n  10.0.0.5:80: /back/3", found.Trees());
        Assert.Equal(["201", "203"], found.Requests.Select(request => request.Status));
        Assert.All(found.Requests, request => Assert.Equal((BPCertainty.Proven, 4L, 36L), (request.Certainty, request.BytesIn, request.BytesOut)));
    }

    [Fact]
    public void Rule_3_bytes_of_an_answer_belong_to_its_request_also_between_its_ends()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        _web.Answer(a.To, bytes: 90, parts: 3);
        _web.Work();
        _web.Answer(b.To, bytes: 120, parts: 4);
        var found = Analysis.Of(_world);
        Assert.Equal(3, found.Events(found.Request("/a")).Count(call => call == "web:write"));
        Assert.Equal(4, found.Events(found.Request("/b")).Count(call => call == "web:write"));
    }

    [Fact]
    public void Rule_4_the_only_ready_descriptor_says_whose_turn_it_is()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        _web.Record.Call("poll", 1, a.To, argument: 2, offset: 1000);
        Ask(_web, "/back/a");
        _web.Record.Call("poll", 1, b.To, argument: 2, offset: 1000);
        Ask(_web, "/back/b");
        _web.Answer(a.To);
        _web.Answer(b.To);
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
        if (how == "system") _web.System(shell => Ask(shell, "/back"));
        else Ask(Make(how), "/back");
        _web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back", Trees());
    }

    [Fact]
    public void Rule_5_system_calls_of_two_threads_find_their_own_shells()
    {
        var (one, two) = (_web.Fork(), _web.Fork());
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
        var worker = _machine.Start("worker");
        var (one, two) = (_web.Fork(), _web.Fork());
        var pipe = _world.Pipe();
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
    public void Rule_6_bytes_of_several_requests_at_once_are_nobodys_and_marked()
    {
        var worker = _machine.Start("worker");
        var (one, two) = (_web.Fork(), _web.Fork());
        var pipe = _world.Pipe();
        var (a, b) = (Receive("/a", one), Receive("/b", two));
        one.Write(pipe.From);
        two.Write(pipe.From);
        worker.WaitIdle();
        worker.Read(pipe.To);
        Ask(worker, "/job");
        one.Answer(a.To);
        two.Answer(b.To);
        var found = Analysis.Of(_world);
        Assert.Equal("web: /a\n--\nweb: /b\n--\nback: /job", Trees(found));
        Assert.Equal(BPCertainty.Ambiguous, found.Request("/job").Certainty);
        Assert.Equal("bytes of several requests were read at once", found.Request("/job").Reasons);
    }

    [Fact]
    public void Rule_6_bytes_that_nobody_wrote_for_a_request_change_nothing()
    {
        var pipe = _world.Pipe();
        var parent = _machine.Start("parent");
        var link = Receive("/a");
        parent.Write(pipe.From);
        _web.Read(pipe.To);
        Ask(_web, "/back");
        _web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back", Trees());
    }

    [Fact]
    public void Rule_8_who_waits_idle_works_for_nobody()
    {
        var link = Receive("/a");
        _web.Answer(link.To);
        _web.WaitIdle();
        Ask(_web, "/timer");
        var found = Analysis.Of(_world);
        Assert.Equal("web: /a\n--\nback: /timer", Trees(found));
        Assert.Equal("web", found.Request("/timer").Client);
    }

    [Fact]
    public void Rule_8_the_only_open_exchange_is_what_an_idle_thread_still_works_for()
    {
        var link = Receive("/a");
        _web.WaitIdle();
        Ask(_web, "/back/1");
        _web.WaitIdle();
        _web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back/1", Trees());
    }

    [Fact]
    public void Rule_8_two_open_exchanges_leave_an_idle_thread_without_work_until_it_answers()
    {
        var (a, b) = (Receive("/a"), Receive("/b"));
        _web.WaitIdle();
        Ask(_web, "/back/b");
        _web.Answer(b.To);
        _web.WaitIdle();
        Ask(_web, "/back/a");
        _web.Answer(a.To);
        Assert.Equal("web: /a\n  back: /back/a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Fact]
    public void Rule_8_to_be_born_in_a_request_counts_until_a_request_of_ones_own()
    {
        var link = Receive("/a");
        var child = _web.Fork();
        child.WaitIdle();
        Ask(child, "/back");
        var own = Receive("/own", child);
        child.Answer(own.To);
        child.WaitIdle();
        Ask(child, "/nobody");
        _web.Answer(link.To);
        Assert.Equal("web: /a\n  back: /back\n--\nweb: /own\n--\nback: /nobody", Trees());
    }

    [Fact]
    public void What_a_thread_asks_after_its_answer_is_still_for_that_request()
    {
        var link = Receive("/a");
        _web.Answer(link.To);
        Ask(_web, "/log");
        Assert.Equal("web: /a\n  back: /log", Trees());
    }

    [Fact]
    public void What_a_thread_asks_after_its_answer_goes_where_its_next_answer_goes()
    {
        var other = _web.Spawn();
        var a = Receive("/a");
        var b = Receive("/b", other);
        _web.Answer(a.To);
        Ask(_web, "/back/b");
        _web.Answer(b.To);
        Assert.Equal("web: /a\n--\nweb: /b\n  back: /back/b", Trees());
    }

    [Fact]
    public void A_hand_off_that_nobody_saw_is_never_passed_over_in_silence()
    {
        var (pool, quiet) = (_web.Spawn(), _machine.Start("quiet"));
        var (a, elsewhere) = (Receive("/a"), Receive("/elsewhere", quiet));
        pool.WaitIdle();
        Ask(pool, "/back");
        pool.WaitIdle();
        _web.Answer(a.To);
        quiet.Answer(elsewhere.To);
        var found = Analysis.Of(_world);
        Assert.Equal("web: /a\n--\nweb: /elsewhere\n--\nback: /back", Trees(found).Replace("quiet:", "web:", StringComparison.Ordinal));
        Assert.Equal((BPCertainty.Ambiguous, BPCertainty.Ambiguous), (found.Request("/a").Certainty, found.Request("/back").Certainty));
        Assert.Equal("web asked while working for nobody, with requests to answer", found.Request("/a").Reasons);
        Assert.Equal(BPCertainty.Proven, found.Request("/elsewhere").Certainty);
    }

    [Fact]
    public void Lost_records_mark_what_was_open_and_nothing_else()
    {
        var (before, during) = (Receive("/before"), _web);
        _web.Answer(before.To);
        var open = Receive("/open");
        during.Record.Loss(4);
        _web.Answer(open.To);
        var after = Receive("/after");
        _web.Answer(after.To);
        var found = Analysis.Of(_world);
        Assert.Equal(
            (BPCertainty.Proven, BPCertainty.Incomplete, BPCertainty.Proven),
            (found.Request("/before").Certainty, found.Request("/open").Certainty, found.Request("/after").Certainty));
        Assert.Equal($"records of web [{_web.Process.Pid}] were lost", found.Request("/open").Reasons);
    }

    [Fact]
    public void A_lost_answer_does_not_shift_the_answers_behind_it()
    {
        var link = _world.Tcp(NewClient(), "10.0.0.1:80");
        foreach (int i in new[] { 1, 2, 3 })
        {
            link.From.Sends(MessageType.Request, $"/{i}");
            _web.Receive(link.To);
            _web.Answer(link.To, $"HTTP/1.1 20{i} OK");
            if (i != 1) continue;
            _web.Stream.DropLast();
            _web.Stream.DropLast();
            _web.Record.Loss(2);
        }

        var found = Analysis.Of(_world);
        Assert.Equal(["", "202", "203"], found.Requests.Select(request => request.Status));
        Assert.Equal([BPCertainty.Incomplete, BPCertainty.Incomplete, BPCertainty.Proven], found.Requests.Select(request => request.Certainty));
    }

    [Fact]
    public void A_request_without_an_answer_says_so()
    {
        var link = Receive("/a");
        _web.Work();
        _web.Close(link.To);
        var request = Assert.Single(Analysis.Of(_world).Requests);
        Assert.Equal((BPCertainty.Incomplete, "an answer was not seen", ""), (request.Certainty, request.Reasons, request.Status));
        Assert.True(request.Duration > TimeSpan.Zero);
    }

    private TracedThread Make(string how) => how switch
    {
        "fork" => _web.Fork(),
        "vfork" => _web.VforkExec("script"),
        "exec" => _web.Fork().Exec("script"),
        _ => _web.Spawn(),
    };

    private string NewClient() => $"10.0.0.9:{_ports++}";

    private Link Receive(string text, TracedThread? thread = null)
    {
        var link = _world.Tcp(NewClient(), "10.0.0.1:80");
        link.From.Sends(MessageType.Request, text);
        (thread ?? _web).Receive(link.To);
        return link;
    }

    private Link Open() => _world.Tcp($"10.0.0.1:{_ports++}", "10.0.0.5:80");

    private void Ask(TracedThread thread, string text)
    {
        var link = Open();
        thread.Ask(link.From, text);
        link.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        thread.Receive(link.From);
    }

    // Makes the thread work for a request it has received before: it is told that only its connection is ready.
    private void Turn(Link link, Action work)
    {
        _web.Record.Call("poll", 1, link.To, argument: 2, offset: 1000);
        work();
    }

    private string Trees() => Trees(Analysis.Of(_world));

    private static string Trees(Analysis found) => found.Trees().Replace("10.0.0.5:80", "back", StringComparison.Ordinal);
}
