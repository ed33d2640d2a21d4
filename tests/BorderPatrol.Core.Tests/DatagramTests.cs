using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>Questions and answers that are datagrams.</summary>
public class DatagramTests
{
    private readonly World _world = new();
    private readonly Machine _machine;
    private readonly TracedThread _server;
    private readonly UdpSocket _at;
    private int _ports = 40000;

    public DatagramTests()
    {
        _machine = _world.Machine("a");
        _server = _machine.Start("server");
        _at = new UdpSocket(_world.NewName(), "127.0.0.1:53", "0.0.0.0:53");
    }

    [Fact]
    public void Both_ends_speak_of_one_exchange_though_neither_is_bound_to_an_address()
    {
        var (client, socket) = (_machine.Start("client"), Socket());
        Ask(client, socket, _at, 7, "a");
        Serve(_server, _at, socket, 7, "a");
        Answer(_server, _at, socket, 7, "a");
        Hear(client, socket, _at, 7, "a");
        Assert.Equal("server: a A IN rd", Trees());
    }

    [Fact]
    public void What_a_server_asks_for_a_question_hangs_below_it()
    {
        var (back, backAt) = (_machine.Start("back"), Socket("127.0.0.2:53"));
        var (client, own) = (Socket(), Socket());
        Serve(_server, _at, client, 7, "a");
        Ask(_server, own, backAt, 9, "a");
        Serve(back, backAt, own, 9, "a");
        Answer(back, backAt, own, 9, "a");
        Hear(_server, own, backAt, 9, "a");
        Answer(_server, _at, client, 7, "a");
        Assert.Equal("server: a A IN rd\n  back: a A IN rd", Trees());
    }

    [Fact]
    public void Clients_with_the_same_number_are_told_apart_by_their_addresses()
    {
        var (one, two) = (_machine.Start("one"), _machine.Start("two"));
        var (oneAt, twoAt) = (Socket(), Socket());
        Ask(one, oneAt, _at, 7, "a");
        Ask(two, twoAt, _at, 7, "b");
        Serve(_server, _at, twoAt, 7, "b");
        Serve(_server, _at, oneAt, 7, "a");
        Answer(_server, _at, oneAt, 7, "a");
        Answer(_server, _at, twoAt, 7, "b");
        Hear(two, twoAt, _at, 7, "b");
        Hear(one, oneAt, _at, 7, "a");
        Assert.Equal("server: a A IN rd\n--\nserver: b A IN rd", Trees());
    }

    [Fact]
    public void One_socket_asks_two_servers_with_one_number()
    {
        var (client, socket) = (_machine.Start("client"), Socket());
        var (other, otherAt) = (_machine.Start("other"), Socket("127.0.0.2:53"));
        Ask(client, socket, _at with { Bound = "127.0.0.1:53" }, 7, "a");
        Ask(client, socket, otherAt, 7, "a");
        Serve(other, otherAt with { Bound = "127.0.0.2:53" }, socket, 7, "a");
        Serve(_server, _at with { Bound = "127.0.0.1:53" }, socket, 7, "a");
        Answer(other, otherAt with { Bound = "127.0.0.2:53" }, socket, 7, "a");
        Answer(_server, _at with { Bound = "127.0.0.1:53" }, socket, 7, "a");
        Hear(client, socket, otherAt, 7, "a");
        Hear(client, socket, _at, 7, "a");
        Assert.Equal("server: a A IN rd\n--\nother: a A IN rd", Trees());
    }

    [Fact]
    public void A_question_that_comes_again_is_the_same_whether_it_or_its_answer_was_lost()
    {
        var (client, socket) = (_machine.Start("client"), Socket());
        Ask(client, socket, _at, 7, "a");
        Ask(client, socket, _at, 7, "a");
        Serve(_server, _at, socket, 7, "a");
        Answer(_server, _at, socket, 7, "a");
        Ask(client, socket, _at, 7, "a");
        Serve(_server, _at, socket, 7, "a");
        Answer(_server, _at, socket, 7, "a");
        Hear(client, socket, _at, 7, "a");
        Assert.Equal("server: a A IN rd", Trees());
    }

    [Fact]
    public void An_answered_number_is_free_for_another_question()
    {
        var (client, socket) = (_machine.Start("client"), Socket());
        foreach (string name in new[] { "a", "a", "b" })
        {
            Ask(client, socket, _at, 7, name);
            Serve(_server, _at, socket, 7, name);
            Answer(_server, _at, socket, 7, name);
            Hear(client, socket, _at, 7, name);
        }

        Assert.Equal("server: a A IN rd\n--\nserver: a A IN rd\n--\nserver: b A IN rd", Trees());
    }

    [Fact]
    public void An_answer_that_never_comes_ends_with_its_number_s_next_use()
    {
        var (client, socket) = (_machine.Start("client"), Socket());
        Ask(client, socket, _at, 7, "lost");
        Ask(client, socket, _at, 7, "b");
        Hear(client, socket, _at, 7, "b");
        var analysis = Analysis.Of(_world);
        Assert.Equal([BPCertainty.Incomplete, BPCertainty.Proven], analysis.Requests.Select(request => request.Certainty));
        Assert.Equal(["", "NOERROR"], analysis.Requests.Select(request => request.Status));
    }

    [Fact]
    public void Questions_received_at_once_are_answered_each_for_itself()
    {
        var (one, two) = (Socket(), Socket());
        _server.Record.Datagrams(_at, false, (one, MessageType.Request, 1, Question("a")), (two, MessageType.Request, 2, Question("b")));
        _server.Record.Datagrams(_at, true, (one, MessageType.Response, 1, Reply("a")), (two, MessageType.Response, 2, Reply("b")));
        Assert.Equal("server: a A IN rd\n--\nserver: b A IN rd", Trees());
    }

    [Fact]
    public void What_is_asked_after_several_questions_at_once_is_marked()
    {
        var (one, two, own, back) = (Socket(), Socket(), Socket(), Socket("127.0.0.2:53"));
        _server.Record.Datagrams(_at, false, (one, MessageType.Request, 1, Question("a")), (two, MessageType.Request, 2, Question("b")));
        Ask(_server, own, back, 3, "whose");
        Hear(_server, own, back, 3, "whose");
        Answer(_server, _at, one, 1, "a");
        Answer(_server, _at, two, 2, "b");
        var analysis = Analysis.Of(_world);
        var asked = Assert.Single(analysis.Spans, span => span.Route == "whose");
        Assert.Equal(BPCertainty.Ambiguous, asked.Certainty);
    }

    [Fact]
    public void A_client_that_does_not_ask_who_sends_knows_its_answers_by_their_numbers()
    {
        var client = _machine.Start("client");
        var socket = Socket();
        Ask(client, socket, _at, 7, "a");
        Serve(_server, _at, socket, 7, "a");
        Answer(_server, _at, socket, 7, "a");
        Hear(client, socket with { Blind = true }, _at, 7, "a");
        Assert.Equal("server: a A IN rd", Trees());
    }

    [Fact]
    public void A_server_that_does_not_ask_who_sends_leaves_its_requests_incomplete()
    {
        Serve(_server, _at with { Blind = true }, Socket(), 7, "a");
        Assert.Contains("did not ask who sent it", Assert.Single(Analysis.Of(_world).Requests).Reasons);
    }

    private string Trees()
    {
        var analysis = Analysis.Of(_world);
        Assert.All(analysis.Requests, request => Assert.True(request.Certainty == BPCertainty.Proven, request.Reasons));
        return analysis.Trees();
    }

    private UdpSocket Socket(string? name = null)
    {
        int port = ++_ports;
        return name is null ? new UdpSocket(_world.NewName(), $"127.0.0.1:{port}", $"0.0.0.0:{port}") : new UdpSocket(_world.NewName(), name, name);
    }

    private static string Question(string name) => $"Q\t{name}\tA\tIN\trd\n";

    private static string Reply(string name) => $"R\t{name}\tA\tIN\trd ra\tNOERROR\t1/0/0\n";

    private static void Ask(TracedThread thread, UdpSocket from, UdpSocket to, uint number, string name) =>
        thread.Record.Datagrams(from, true, (to, MessageType.Request, number, Question(name)));

    private static void Serve(TracedThread thread, UdpSocket at, UdpSocket from, uint number, string name) =>
        thread.Record.Datagrams(at, false, (from, MessageType.Request, number, Question(name)));

    private static void Answer(TracedThread thread, UdpSocket at, UdpSocket to, uint number, string name) =>
        thread.Record.Datagrams(at, true, (to, MessageType.Response, number, Reply(name)));

    private static void Hear(TracedThread thread, UdpSocket at, UdpSocket from, uint number, string name) =>
        thread.Record.Datagrams(at, false, (from, MessageType.Response, number, Reply(name)));
}
