using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>Whole paths of systems as people build them.</summary>
public class PathTests
{
    private readonly World _world = new();

    private static TracedThread Serve(Machine machine, string program) => machine.Start(program);

    [Fact]
    public void A_request_from_an_untraced_client_has_one_span()
    {
        var web = Serve(_world.Machine("a"), "apache2");
        var link = _world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        web.Accept();
        link.From.Sends(MessageType.Request, "GET /item/7 HTTP/1.1\r\n\r\n");
        web.Receive(link.To);
        web.Work();
        web.Answer(link.To, bytes: 500);
        var found = Analysis.Of(_world);

        var request = Assert.Single(found.Requests);
        Assert.Equal("10.0.0.9:4000", request.Client);
        Assert.Equal("apache2", request.Service);
        Assert.Equal(("http", "GET", "/item/{n}", "200"), (request.Protocol, request.Operation, request.Route, request.Status));
        Assert.Equal((BPCertainty.Proven, ""), (request.Certainty, request.Reasons));
        Assert.Equal(500, request.BytesOut);
        Assert.Equal(["apache2:read", "apache2:open", "apache2:write"], found.Events(request));
        Assert.Equal(request.Duration, Assert.Single(found.Spans).Duration);
    }

    [Fact]
    public void Requests_on_a_kept_connection_are_told_apart()
    {
        var web = Serve(_world.Machine("a"), "apache2");
        var link = _world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        foreach (string target in new[] { "/a", "/b", "/c" })
        {
            link.From.Sends(MessageType.Request, target);
            web.Receive(link.To, parts: 3);
            web.Work();
            web.Answer(link.To, bytes: 900, parts: 3);
            web.WaitForOne();
        }

        var found = Analysis.Of(_world);
        Assert.Equal("apache2: /a\n--\napache2: /b\n--\napache2: /c", found.Trees());
        Assert.All(found.Requests, request => Assert.Equal(BPCertainty.Proven, request.Certainty));
        Assert.All(found.Requests, request => Assert.Equal(1, found.Events(request).Count(call => call == "apache2:open")));
    }

    [Fact]
    public void Apache_prefork_with_a_shell_that_starts_psql_by_vfork()
    {
        var a = _world.Machine("a");
        var b = _world.Machine("b", boot: a);
        var (worker, backendOf) = (Serve(a, "apache2").Fork(), Postmaster(b));
        var client = _world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        worker.Accept();
        client.From.Sends(MessageType.Request, "GET /cgi HTTP/1.1");
        worker.Receive(client.To);
        var output = _world.Pipe();
        var shell = worker.Fork().Exec("sh");
        var psql = shell.VforkExec("psql");
        Query(psql, backendOf, "10.0.0.1:5000", "Q\tSELECT 1\n", "Q\tSELECT 2\n");
        psql.Write(output.From, 50);
        shell.Write(output.From, 20);
        worker.Read(output.To);
        worker.Answer(client.To);
        worker.Work();
        var found = Analysis.Of(_world);

        var request = Assert.Single(found.Requests);
        Assert.Equal(
            """
            apache2: GET /cgi HTTP/1.1
              postgres: startup 3.0 user web
              postgres: SELECT 1
              postgres: SELECT 2
            """,
            found.Tree(request));
        Assert.Equal((BPCertainty.Proven, "a,b", 4), (request.Certainty, request.Hosts, request.Processes));
        Assert.Contains("psql:write", found.Events(request));
        Assert.Contains("sh:write", found.Events(request));
        Assert.DoesNotContain("postgres:accept4", found.Events(request));
    }

    [Fact]
    public void Apache_event_with_a_daemon_that_runs_the_script_on_its_socket()
    {
        var a = _world.Machine("a");
        var main = Serve(a, "apache2");
        var daemon = main.Fork();
        var (one, two) = (main.Spawn(), main.Spawn());
        Assert.Equal("apache2: /1\n  10.0.0.2:5432: Q 1\n--\napache2: /2\n  10.0.0.2:5432: Q 2", string.Join("\n--\n", Run().Reverse()));

        IEnumerable<string> Run()
        {
            var (first, second) = (_world.Tcp("10.0.0.9:4001", "10.0.0.1:80"), _world.Tcp("10.0.0.9:4002", "10.0.0.1:80"));
            first.From.Sends(MessageType.Request, "/1");
            second.From.Sends(MessageType.Request, "/2");
            two.Receive(second.To);
            one.Receive(first.To);
            foreach (var (worker, link, number) in new[] { (two, second, 2), (one, first, 1) })
            {
                var socket = _world.Unix("/run/cgisock");
                worker.Write(socket.From, 200);
                daemon.Accept();
                daemon.Read(socket.To);
                var script = daemon.Fork().Exec("perl");
                daemon.Close(socket.To);
                Ask(script, _world.Tcp($"10.0.0.1:{6000 + number}", "10.0.0.2:5432"), $"Q {number}");
                script.Write(socket.To, 70);
                worker.Read(socket.From);
                worker.Answer(link.To);
            }

            var found = Analysis.Of(_world);
            Assert.All(found.Requests, request => Assert.Equal((BPCertainty.Proven, 3), (request.Certainty, request.Processes)));
            return found.Requests.Select(found.Tree);
        }
    }

    [Fact]
    public void A_client_that_is_traced_and_works_for_nobody_begins_a_request_with_each_message_that_is_no_set_up()
    {
        var a = _world.Machine("a");
        var psql = Serve(a, "psql");
        Query(psql, Postmaster(a), "10.0.0.1:5000", "Q\tSELECT 1\n", "Q\tSELECT 2\n");
        var found = Analysis.Of(_world);
        Assert.Equal("postgres: startup 3.0 user web\npostgres: SELECT 1\n--\npostgres: SELECT 2", found.Trees());
        Assert.All(found.Requests, request => Assert.Equal(("psql", "postgres", "SELECT"), (request.Client, request.Service, request.Operation)));
    }

    [Fact]
    public void A_thread_that_wakes_without_a_word_and_writes_the_answer_worked_for_it()
    {
        var web = Serve(_world.Machine("a"), "kestrel");
        var (reader, worker, late) = (web.Spawn(), web.Spawn(), web.Spawn());
        for (int i = 0; i < 3; i++)
        {
            var link = _world.Tcp($"10.0.0.9:{4000 + i}", "10.0.0.1:80");
            link.From.Sends(MessageType.Request, $"/{i}");
            reader.WaitIdle();
            reader.Receive(link.To);
            worker.WaitIdle();
            var back = _world.Tcp($"10.0.0.1:{5000 + i}", "10.0.0.7:80");
            worker.Ask(back.From, $"/back/{i}");
            back.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
            late.WaitIdle();
            late.Receive(back.From);
            late.Answer(link.To);
        }

        var found = Analysis.Of(_world);
        Assert.Equal(
            "kestrel: /0\n  10.0.0.7:80: /back/0\n--\nkestrel: /1\n  10.0.0.7:80: /back/1\n--\nkestrel: /2\n  10.0.0.7:80: /back/2", found.Trees());
        Assert.All(found.Requests, request => Assert.Equal(BPCertainty.Proven, request.Certainty));
    }

    [Fact]
    public void A_message_that_was_sent_and_left_is_still_received()
    {
        var a = _world.Machine("a");
        var (parent, worker) = (Serve(a, "apache2"), Serve(a, "apache2"));
        var link = _world.Tcp("10.0.0.1:4000", "10.0.0.1:80");
        parent.Ask(link.From, "OPTIONS *");
        parent.Close(link.From);
        worker.Accept();
        worker.Receive(link.To);
        worker.Answer(link.To);
        var found = Analysis.Of(_world);
        var request = Assert.Single(found.Requests);
        Assert.Equal("apache2: OPTIONS *", found.Tree(request));
        Assert.Equal((BPCertainty.Proven, "apache2", "200"), (request.Certainty, request.Client, request.Status));
    }

    [Fact]
    public void Bytes_are_read_after_their_writer_has_ended()
    {
        var a = _world.Machine("a");
        var web = Serve(a, "apache2");
        var job = Serve(a, "job");
        var (link, pipe) = (_world.Tcp("10.0.0.9:4000", "10.0.0.1:80"), _world.Pipe());
        link.From.Sends(MessageType.Request, "/a");
        web.Receive(link.To);
        var script = web.Fork().Exec("script");
        script.Write(pipe.From);
        job.WaitIdle();
        job.Read(pipe.To);
        Ask(job, _world.Tcp("10.0.0.1:7000", "10.0.0.3:80"), "/job");
        web.Answer(link.To);
        var found = Analysis.Of(_world);
        Assert.Equal("apache2: /a\n  10.0.0.3:80: /job", found.Trees());
    }

    private static void Ask(TracedThread thread, Link link, string text)
    {
        thread.Ask(link.From, text);
        link.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        thread.Receive(link.From);
    }

    // The postmaster accepts, forks, closes; the child serves the connection. Each turn of the client's is followed by the server's.
    private static Func<Link, TracedThread> Postmaster(Machine machine)
    {
        var postmaster = machine.Start("postgres");
        return link =>
        {
            postmaster.WaitIdle();
            postmaster.Accept();
            postmaster.Record.Channel(link.To);
            var backend = postmaster.Fork();
            postmaster.Close(link.To);
            return backend;
        };
    }

    private void Query(TracedThread client, Func<Link, TracedThread> accept, string from, params string[] statements)
    {
        var link = _world.Tcp(from, "10.0.0.2:5432");
        TracedThread? backend = null;
        foreach (string statement in statements.Prepend("startup\t3.0\tuser\tweb\n"))
        {
            client.Ask(link.From, statement, WireProtocol.Postgres);
            backend ??= accept(link);
            backend.WaitIdle();
            backend.Receive(link.To);
            backend.Work();
            backend.Send(link.To, MessageType.Response, "C\tSELECT 1\nZ\tI\n", 300, WireProtocol.Postgres);
            client.WaitForOne();
            client.Receive(link.From);
        }
    }
}
