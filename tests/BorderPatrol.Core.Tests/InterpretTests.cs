using System.Text;
using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>What users read of a message, seen through whole logs, as they do.</summary>
public class InterpretTests
{
    [Theory]
    [InlineData("GET /item/17?page=2 HTTP/1.1", "GET", "/item/{n}")]
    [InlineData("GET / HTTP/1.1", "GET", "/")]
    [InlineData("POST http://shop:80/cart/0b8f9a4e-1111-4222-8333-444455556666/add#x HTTP/1.1", "POST", "/cart/{uuid}/add")]
    [InlineData("GET http://shop HTTP/1.0", "GET", "/")]
    [InlineData("GET /static/deadbeef0123456789 HTTP/1.1", "GET", "/static/{hex}")]
    [InlineData("GET /user/facade/v2/abc-12 HTTP/1.1", "GET", "/user/facade/v2/abc-12")]
    [InlineData("GET /item/17.json HTTP/1.1", "GET", "/item/{n}.json")]
    [InlineData("GET /item/-5;color=red HTTP/1.1", "GET", "/item/{n};color=red")]
    [InlineData("GET /a/1.2.3/b HTTP/1.1", "GET", "/a/1.2.3/b")]
    [InlineData("GET /commit/7e1f4a09c2d35b68e1f4a09c2d35b68e1f4a09c2.diff HTTP/1.1", "GET", "/commit/{hex}.diff")]
    [InlineData("GET /deadbeefcafe/decade HTTP/1.1", "GET", "/deadbeefcafe/decade")]
    [InlineData("GET /s/Zx9_k2LmQ8-r4Tt0VbN7w HTTP/1.1", "GET", "/s/{token}")]
    [InlineData("GET /how-to-configure-http2-in-nginx-1-22 HTTP/1.1", "GET", "/how-to-configure-http2-in-nginx-1-22")]
    [InlineData("GET /internationalization/characterization HTTP/1.1", "GET", "/internationalization/characterization")]
    [InlineData("GET /~alice//x/ HTTP/1.1", "GET", "/~alice//x/")]
    [InlineData("GET /item/17?token=? HTTP/1.1", "GET", "/item/{n}")]
    [InlineData("CONNECT db:5432 HTTP/1.1", "CONNECT", "db:5432")]
    [InlineData("OPTIONS * HTTP/1.0", "OPTIONS", "*")]
    [InlineData("GET", "GET", "")]
    public void Http_requests(string line, string operation, string route)
    {
        var span = Span(WireProtocol.Http1, line + "\r\nHost: shop\r\n\r\n", "HTTP/1.1 404 Not Found\r\n\r\n");
        Assert.Equal(("http", operation, route, "404"), (span.Protocol, span.Operation, span.Route, span.Status));
        Assert.Equal(line + "\r\nHost: shop\r\n\r\n", span.Text);
    }

    [Theory]
    [InlineData("Q\twww.Example.org\tAAAA\tIN\trd\n", "AAAA", "www.example.org", "www.Example.org AAAA IN rd")]
    [InlineData("Q\texample.org\tSOA\tIN\tnotify aa\n", "NOTIFY", "example.org", "example.org SOA IN notify aa")]
    [InlineData("Q\twww", "", "www", "www")]
    [InlineData("", "", "", "")]
    public void Dns_questions(string kept, string operation, string route, string text)
    {
        var span = Span(WireProtocol.Dns, kept, "R\twww.example.org\tA\tIN\taa rd\tNXDOMAIN\t0/1/0\n");
        Assert.Equal(("dns", operation, route, text, "NXDOMAIN"), (span.Protocol, span.Operation, span.Route, span.Text, span.Status));
    }

    [Theory]
    [InlineData("16\tWM_STATE\n", "InternAtom", "WM_STATE", "reply\n", "Success")]
    [InlineData("73\n", "GetImage", "", "error\t8\n", "Match")]
    [InlineData("setup\n", "Setup", "", "setup\t0\n", "Failed")]
    [InlineData("7", "7", "", "error\t200", "Error200")]
    public void X11_requests(string kept, string operation, string route, string answer, string status)
    {
        var span = Span(WireProtocol.X11, kept, answer);
        Assert.Equal(("x11", operation, route, status), (span.Protocol, span.Operation, span.Route, span.Status));
    }

    [Theory]
    [InlineData(WireProtocol.Dns, "Q\ta\\.b\tA\tIN\trd\n")]
    [InlineData(WireProtocol.X11, "98\tBIG-REQUESTS\n")]
    public void Whatever_is_kept_can_be_read(WireProtocol protocol, string kept)
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            var text = kept.ToCharArray();
            for (int changes = random.Next(4); changes > 0; changes--) text[random.Next(text.Length)] = "\t\n\\\0Q0x~"[random.Next(8)];
            string cut = new(text, 0, random.Next(text.Length + 1));
            Assert.NotNull(Span(protocol, cut, cut).Route);
        }
    }

    [Theory]
    [InlineData("Q\tSELECT 1\n", "SELECT", "SELECT ?", "SELECT 1")]
    [InlineData("Q\tselect  name /* tag */ from item -- all\\n where id = 7;\n", "SELECT", "select name from item where id = ?", "select  name /* tag */ from item -- all\n where id = 7;")]
    [InlineData("Q\tINSERT INTO t VALUES (E'it\\\\'s', 'a''b', $$x$$, $q$y$q$, 1.5e-3, B'01', $1)\n", "INSERT", "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, $1)", "INSERT INTO t VALUES (E'it\\'s', 'a''b', $$x$$, $q$y$q$, 1.5e-3, B'01', $1)")]
    [InlineData("Q\tUPDATE \"T 1\" SET t2 = -3 /* a /* b */ c */ WHERE x = ?\n", "UPDATE", "UPDATE \"T 1\" SET t2 = -? WHERE x = ?", "UPDATE \"T 1\" SET t2 = -3 /* a /* b */ c */ WHERE x = ?")]
    [InlineData("P\t\tSELECT $1\nB\t\t\t=o\\\\'k\t-\nD\tP\t\nE\t\nS\n", "SELECT", "SELECT $1", "SELECT $1\n$1 = 'o\\'k', $2 = NULL")]
    [InlineData("B\t\tfind_item\nE\t\nS\n", "EXECUTE", "find_item", "B  find_item\nE \nS")]
    [InlineData("startup\t3.0\tuser\tweb\tdatabase\tshop\n", "STARTUP", "web@shop", "startup 3.0 user web database shop")]
    [InlineData("ssl\n", "SSLREQUEST", "", "ssl")]
    [InlineData("p\n", "PASSWORD", "", "p")]
    [InlineData("Q\tSELECT 'cut", "SELECT", "SELECT ?", "SELECT 'cut")]
    [InlineData("Q\t\n", "", "", "Q ")]
    public void Postgres_requests(string kept, string operation, string route, string text)
    {
        var span = Span(WireProtocol.Postgres, kept, "T\nC\tSELECT 1\nZ\tI\n");
        Assert.Equal(("postgresql", operation, route, "OK"), (span.Protocol, span.Operation, span.Route, span.Status));
        Assert.Equal(text, span.Text);
    }

    [Fact]
    public void Postgres_statements_that_were_prepared_before_show_their_text_until_they_are_closed()
    {
        var world = new World();
        var server = world.Machine("a").Start("server");
        var link = world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        server.Record.Channel(link.To);
        string[] requests = ["P\tfind\tSELECT name FROM item WHERE id = $1\nS\n", "B\t\tfind\t=7\nE\t\nS\n", "B\t\tother\nE\t\nS\n", "C\tS\tfind\nS\n", "B\t\tfind\t=8\nE\t\nS\n"];
        foreach (string request in requests)
        {
            link.To.Inbox.Enqueue(new Parcel(MessageType.Request, request, request.Length, WireProtocol.Postgres));
            server.Receive(link.To);
            server.Send(link.To, MessageType.Response, "Z\tI\n", 5, WireProtocol.Postgres);
        }

        var spans = Analysis.Of(world).Spans;
        Assert.Equal(["SELECT name FROM item WHERE id = $1", "SELECT name FROM item WHERE id = $1", "other", "find", "find"], spans.Select(span => span.Route));
        Assert.Equal("SELECT name FROM item WHERE id = $1\n$1 = '7'", spans[1].Text);
    }

    [Theory]
    [InlineData("E\tSERROR\tVERROR\tC42P01\tMrelation \"x\" does not exist\nZ\tI\n", "ERROR 42P01")]
    [InlineData("R\t5\nE\tSFATAL\tC28P01\tMno\n", "FATAL 28P01")]
    [InlineData("N\tSNOTICE\tC00000\tMhello\nC\tINSERT 0 1\nZ\tI\n", "OK")]
    [InlineData("", "OK")]
    public void Postgres_status(string kept, string status) => Assert.Equal(status, Span(WireProtocol.Postgres, "Q\tSELECT 1\n", kept).Status);

    [Theory]
    [InlineData("REQUEST_METHOD=GET\nREQUEST_URI=/item/17?a=b\nSCRIPT_NAME=/index.php\n", "GET", "/item/{n}")]
    [InlineData("SCRIPT_NAME=/index.php\nPATH_INFO=/item/17\nREQUEST_METHOD=POST\n", "POST", "/index.php/item/{n}")]
    [InlineData("FCGI_ROLE=AUTHORIZER\nDOCUMENT_URI=/a\\tb\n", "AUTHORIZER", "/a\tb")]
    [InlineData("HTTP_HOST=cu", "", "")]
    [InlineData("", "", "")]
    public void FastCgi_requests(string kept, string operation, string route)
    {
        var span = Span(WireProtocol.FastCgi, kept, "Content-Type: text/html\r\n\r\n");
        Assert.Equal(("fastcgi", operation, route, "200", kept), (span.Protocol, span.Operation, span.Route, span.Status, span.Text));
    }

    [Theory]
    [InlineData("Set-Cookie: ?\nstatus: 404 Not Found\r\n\r\n", "404")]
    [InlineData("Location: /a\r\nContent-Type: text/html\r\n\r\n", "302")]
    [InlineData("HTTP/1.1 201 Created\r\n\r\n", "201")]
    [InlineData("Content-Type: text/html\n\nEND_REQUEST\t255\t0\n", "200")]
    [InlineData("END_REQUEST\t9\t0\n", "EXIT 9")]
    [InlineData("END_REQUEST\t0\t2\n", "OVERLOADED")]
    [InlineData("Content-Type: text/html\nEND_REQUEST\t0\t9\n", "REFUSED 9")]
    [InlineData("", "")]
    public void FastCgi_status(string kept, string status) => Assert.Equal(status, Span(WireProtocol.FastCgi, "REQUEST_METHOD=GET\n", kept).Status);

    [Theory]
    [InlineData(WireProtocol.Uwsgi, "uwsgi", "PATH_INFO=/item/17\nREQUEST_METHOD=GET\nREQUEST_URI=/item/17?a=b\n", "HTTP/1.1 404 Not Found\r\n\r\n", "GET /item/{n} 404")]
    [InlineData(WireProtocol.Uwsgi, "uwsgi", "QUERY_STRING=\n", "", "  ")]
    [InlineData(WireProtocol.Scgi, "scgi", "CONTENT_LENGTH=3\nREQUEST_METHOD=POST\nSCRIPT_NAME=/cart\n", "Status: 201 Created\r\n\r\n", "POST /cart 201")]
    [InlineData(WireProtocol.Scgi, "scgi", "CONTENT_LENGTH=0\nREQUEST_METHOD=GET\nDOCUMENT_URI=/a\n", "Content-Type: text/plain\r\n\r\n", "GET /a 200")]
    [InlineData(WireProtocol.Cgi, "cgi", "REQUEST_METHOD=GET\nSCRIPT_NAME=/cgi-bin/a\nPATH_INFO=/7\n", "content-type: text/plain\r\nstatus: 404 Not Found\r\n", "GET /cgi-bin/a/{n} 404")]
    public void Gateway_exchanges(WireProtocol protocol, string name, string request, string response, string expected)
    {
        var span = Span(protocol, request, response);
        Assert.Equal((name, expected, request), (span.Protocol, $"{span.Operation} {span.Route} {span.Status}", span.Text));
    }

    [Theory]
    [InlineData("QUERY\tselect `a b`, \"x\\\\\"y\", _utf8'z', x'1f', 1.5e-3, @v from t # c 'd\\n where id = -7;\n", "SELECT", "select `a b`, ?, ?, ?, ?, @v from t where id = -?")]
    [InlineData("QUERY\tselect ?, x?, _latin1? /* tag */ -- all\\n, 5--3 from t\n", "SELECT", "select ?, ?, ? , ?--? from t")]
    [InlineData("QUERY\t/*!40101 set names utf8 */\n", "SET", "set names utf8")]
    [InlineData("QUERY\t(select 1) union (select 'a''b')\n", "SELECT", "(select ?) union (select ?)")]
    [InlineData("PREPARE\tselect name from item where id = ?\n", "PREPARE", "select name from item where id = ?")]
    [InlineData("EXECUTE\t7\n", "EXECUTE", "7")]
    [InlineData("login\tweb\tshop\n", "LOGIN", "web@shop")]
    [InlineData("auth\n", "PASSWORD", "")]
    [InlineData("PING\n", "PING", "")]
    [InlineData("QUERY\tselect 'cut", "SELECT", "select ?")]
    [InlineData("QUERY", "QUERY", "")]
    public void MySql_requests(string kept, string operation, string route)
    {
        var span = Span(WireProtocol.MySql, kept, "RESULT\t1\n");
        Assert.Equal(("mysql", operation, route, "OK"), (span.Protocol, span.Operation, span.Route, span.Status));
    }

    [Theory]
    [InlineData("ERROR\t1062\t23000\t?\n", "ERROR 1062 23000")]
    [InlineData("RESULT\t1\nERROR\t1054\t42S22\t?\n", "ERROR 1054 42S22")]
    [InlineData("ERROR\t10", "ERROR 10")]
    [InlineData("", "OK")]
    public void MySql_status(string kept, string status) => Assert.Equal(status, Span(WireProtocol.MySql, "QUERY\tselect 1\n", kept).Status);

    [Fact]
    public void MySql_statements_that_were_prepared_before_show_their_text_until_they_are_closed()
    {
        var world = new World();
        var server = world.Machine("a").Start("server");
        var link = world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        server.Record.Channel(link.To);
        (MessageType Type, string Text)[] said =
        [
            (MessageType.Request, "PREPARE\tselect 1\n"), (MessageType.Request, "PREPARE\tselect name from item where id = ?\n"),
            (MessageType.Response, "ERROR\t1\t42000\t?\n"), (MessageType.Response, "PREPARED\t9\n"),
            (MessageType.Request, "EXECUTE\t9\n"), (MessageType.Response, "RESULT\t1\n"),
            (MessageType.Request, "BULK_EXECUTE\t4294967295\n"), (MessageType.Response, ""),
            (MessageType.Notice, "CLOSE\t9\n"),
            (MessageType.Request, "EXECUTE\t9\n"), (MessageType.Response, "ERROR\t1243\tHY000\t?\n"),
        ];
        foreach (var (type, text) in said)
        {
            if (type == MessageType.Response)
            {
                server.Send(link.To, type, text, 5, WireProtocol.MySql);
                continue;
            }

            link.To.Inbox.Enqueue(new Parcel(type, text, text.Length, WireProtocol.MySql));
            server.Receive(link.To);
        }

        var spans = Analysis.Of(world).Spans;
        const string find = "select name from item where id = ?";
        Assert.Equal([("PREPARE", "select ?"), ("PREPARE", find), ("SELECT", find), ("SELECT", find), ("EXECUTE", "9")], spans.Select(span => (span.Operation, span.Route)));
    }

    [Fact]
    public void Whatever_bytes_are_kept_can_be_read()
    {
        string[] seeds = ["QUERY\tselect 'a\\\\' /*!5 x */ \"b\" -- c\\n", "PREPARED\t7\nERROR\t1\t2\t3\n", "EXECUTE\t7\n", "REQUEST_URI=/a/17?b\nSCRIPT_NAME=\\x0", "Status: 404\r\nLocation: /\r\n\r\nEND_REQUEST\t1\t2\n"];
        var random = new Random(20261123);
        foreach (var protocol in Enum.GetValues<WireProtocol>())
        {
            for (int round = 0; round < 60; round++)
            {
                char[] kept = seeds[random.Next(seeds.Length)].ToCharArray();
                for (int change = random.Next(4); change > 0; change--) kept[random.Next(kept.Length)] = (char)random.Next(128);
                string text = new(kept, 0, random.Next(kept.Length + 1));
                var span = Span(protocol, text, text);
                Assert.NotNull(span.Route + span.Operation + span.Status);
            }
        }
    }

    [Theory]
    [InlineData("GET user:42", "GET", "GET user:{n}")]
    [InlineData("set session:0b8f9a4e-1111-4222-8333-444455556666:x ? ? ?", "SET", "SET session:{id}:x")]
    [InlineData("MGET a:1 a:22 b", "MGET", "MGET a:{n} b")]
    [InlineData("config set requirepass ?", "CONFIG SET", "CONFIG SET requirepass")]
    [InlineData("PING", "PING", "PING")]
    [InlineData("EVAL ? 1 ?", "EVAL", "EVAL {n}")]
    [InlineData("", "", "")]
    public void Redis_requests(string kept, string operation, string route)
    {
        var span = Span(WireProtocol.Redis, kept, "+OK");
        Assert.Equal(("redis", operation, route, "OK", kept), (span.Protocol, span.Operation, span.Route, span.Status, span.Text));
    }

    [Theory]
    [InlineData("-WRONGTYPE ?", "WRONGTYPE")]
    [InlineData("-ERR", "ERR")]
    [InlineData("$5", "OK")]
    [InlineData("", "OK")]
    public void Redis_status(string kept, string status) => Assert.Equal(status, Span(WireProtocol.Redis, "GET a", kept).Status);

    [Theory]
    [InlineData("get user:42 user:43\n", "GET", "get user:{n}")]
    [InlineData("set user:42 0 60 5 noreply\n", "SET", "set user:{n}")]
    [InlineData("gat 60 a:1\n", "GAT", "gat a:{n}")]
    [InlineData("mg a v q\nms b1 2 q\nmn\n", "MG", "mg a; ms b{n}; mn")]
    [InlineData("flush_all 0\n", "FLUSH_ALL", "flush_all")]
    [InlineData("", "", "")]
    public void Memcached_requests(string kept, string operation, string route)
    {
        var span = Span(WireProtocol.Memcached, kept, "STORED");
        Assert.Equal(("memcached", operation, route, "STORED", kept.TrimEnd('\n')), (span.Protocol, span.Operation, span.Route, span.Status, span.Text));
    }

    [Theory]
    [InlineData("?", "OK")]
    [InlineData("VALUE", "OK")]
    [InlineData("NOT_FOUND", "NOT_FOUND")]
    [InlineData("", "OK")]
    public void Memcached_status(string kept, string status) => Assert.Equal(status, Span(WireProtocol.Memcached, "get a\n", kept).Status);

    [Theory]
    [InlineData(WireProtocol.Smtp, "mail FROM:<?> ?", "smtp", "MAIL", "MAIL FROM:<?>")]
    [InlineData(WireProtocol.Smtp, "EHLO client7.test", "smtp", "EHLO", "EHLO")]
    [InlineData(WireProtocol.Smtp, "(message)", "smtp", "MESSAGE", "MESSAGE")]
    [InlineData(WireProtocol.Smtp, "?", "smtp", "CHALLENGE", "CHALLENGE")]
    [InlineData(WireProtocol.Pop3, "RETR 17", "pop3", "RETR", "RETR {n}")]
    [InlineData(WireProtocol.Pop3, "PASS ?", "pop3", "PASS", "PASS")]
    [InlineData(WireProtocol.Imap, "UID FETCH 1:20 (FLAGS)", "imap", "UID FETCH", "UID FETCH {n}:{n} (FLAGS)")]
    [InlineData(WireProtocol.Imap, "login ? ?", "imap", "LOGIN", "LOGIN")]
    [InlineData(WireProtocol.Imap, "", "imap", "", "")]
    public void Mail_requests(WireProtocol protocol, string kept, string name, string operation, string route)
    {
        var span = Span(protocol, kept, "250 2.0.0");
        Assert.Equal((name, operation, route, "250", kept), (span.Protocol, span.Operation, span.Route, span.Status, span.Text));
    }

    [Fact]
    public void Mail_flags_are_shown_as_they_were_sent() => Assert.Equal(@"APPEND INBOX (\Seen) {23} ?", Span(WireProtocol.Imap, @"APPEND INBOX (\\Seen) {23} ?", "OK").Text);

    [Theory]
    [InlineData(WireProtocol.Line, "perl\tGET item 42", "perl", "GET", "GET item {n}", "GET item 42")]
    [InlineData(WireProtocol.Line, "line\tGET ?", "line", "GET", "GET", "GET ?")]
    [InlineData(WireProtocol.Length, "feed\t?", "feed", "MESSAGE", "MESSAGE", "?")]
    [InlineData(WireProtocol.Length, "feed\t", "feed", "MESSAGE", "MESSAGE", "")]
    [InlineData(WireProtocol.Length, "", "length", "MESSAGE", "MESSAGE", "")]
    public void Private_requests(WireProtocol protocol, string kept, string name, string operation, string route, string text)
    {
        var span = Span(protocol, kept, "perl\tOK ?");
        Assert.Equal((name, operation, route, "OK", text), (span.Protocol, span.Operation, span.Route, span.Status, span.Text));
    }

    [Theory]
    [InlineData(WireProtocol.Pop3, "+OK", "OK")]
    [InlineData(WireProtocol.Pop3, "-ERR", "ERR")]
    [InlineData(WireProtocol.Imap, "no", "NO")]
    [InlineData(WireProtocol.Smtp, "550 5.1.1", "550")]
    public void Mail_status(WireProtocol protocol, string kept, string status) => Assert.Equal(status, Span(protocol, "NOOP", kept).Status);

    [Fact]
    public void Kept_words_of_commands_can_be_cut_anywhere()
    {
        const string kept = "MAIL FROM:<?> user:0b8f9a4e-1111-4222-8333-444455556666:42 ? a\\x20b\nmn\n";
        foreach (var protocol in new[] { WireProtocol.Redis, WireProtocol.Memcached, WireProtocol.Smtp, WireProtocol.Imap, WireProtocol.Pop3 })
        {
            for (int length = 0; length <= kept.Length; length++)
            {
                var span = Span(protocol, kept[..length], kept[..(length / 2)]);
                Assert.StartsWith(span.Operation, kept.ToUpperInvariant(), StringComparison.Ordinal);
                Assert.DoesNotContain("42", span.Route, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_protocol_that_is_not_known_still_has_spans()
    {
        var span = Span((WireProtocol)77, "hello", "there");
        Assert.Equal(("", "", "", "", "hello"), (span.Protocol, span.Operation, span.Route, span.Status, span.Text));
    }

    [Fact]
    public void Whatever_the_kept_part_is_cut_to_can_be_read()
    {
        const string kept = "P\t\tINSERT INTO t VALUES ('a''b', E'\\\\'', $$x$$, 1.5e-3) /* t */\nB\t\t\t=o\\x41k\t-\nE\t\nS\n";
        for (int length = 0; length <= kept.Length; length++) Assert.NotNull(Span(WireProtocol.Postgres, kept[..length], "E\tVERROR\tC4").Route);
    }

    private static BPSpan Span(WireProtocol protocol, string request, string response)
    {
        var world = new World();
        var server = world.Machine("a").Start("server");
        var link = world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        server.Record.Channel(link.To);
        link.To.Inbox.Enqueue(new Parcel(MessageType.Request, request, Math.Max(1, Encoding.UTF8.GetByteCount(request)), protocol));
        server.Receive(link.To);
        server.Send(link.To, MessageType.Response, response, 1, protocol);
        return Assert.Single(Analysis.Of(world).Spans);
    }
}
