using System.Globalization;
using System.Text;
using BorderPatrol.Interpret;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>Lines that the shim makes of binary protocols: fields come back as they were, and statements that were prepared are found.</summary>
public class LineTests
{
    private static readonly Gen<string> Field = Gen.OneOf<string>(
        Gen.String[0, 30],
        Gen.OneOf("\\", "\n", "\r", "\t", "\x1", "\x7f", "x41", "n", "é", "a", "'").Array[0, 12].Select(string.Concat));

    private static readonly Gen<(char Kind, string Name, string Statement)[]> Steps =
        Gen.Select(Gen.Char["PPBBBC"], Gen.OneOf("", "a", "b c", "d\te"), Gen.OneOf("select $1", "update t set x = y", "delete from t")).Array[1, 20];

    /// <summary>A field as the shim writes it (native/wire/WIRE.md, "PostgreSQL").</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped = c switch
            {
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' or '\x7f' => escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    [Fact]
    public void A_field_comes_back_as_it_was() => Field.Sample(field => Assert.Equal(field, KeptFields.Unescape(Escape(field))), iter: 5000);

    [Fact]
    public void Who_logs_in_is_read_from_either_database() => Gen.Select(Field, Field).Sample(
        (user, database) =>
        {
            (user, database) = (WithoutLoneSurrogates(user), WithoutLoneSurrogates(database));
            string fields = $"{Escape(user)}\tdatabase\t{Escape(database)}";
            Assert.Equal($"{user}@{database}", new Reader(WireProtocol.Postgres).Request($"startup\t3.0\tuser\t{fields}\n").Route);
            Assert.Equal($"{user}@{database}", new Reader(WireProtocol.MySql).Request($"login\t{Escape(user)}\t{Escape(database)}\n").Route);
        },
        iter: 1000);

    [Fact]
    public void A_prepared_statement_of_PostgreSQL_is_found_by_its_name_until_it_is_closed() => Steps.Sample(
        steps =>
        {
            var (reader, known) = (new Reader(WireProtocol.Postgres), new Dictionary<string, string>());
            foreach (var (kind, name, statement) in steps)
            {
                string field = Escape(name);
                string text = kind switch { 'P' => $"P\t{field}\t{statement}\nS\n", 'B' => $"B\t\t{field}\nE\t\nS\n", _ => $"C\tS\t{field}\nS\n" };
                if (kind == 'P' && name.Length > 0) known[name] = statement;
                if (kind == 'C') known.Remove(name);
                string expected = kind switch { 'P' => statement, 'B' => known.GetValueOrDefault(name, name), _ => name };
                Assert.Equal(expected, reader.Request(text).Route);
            }
        },
        iter: 1000);

    [Fact]
    public void A_prepared_statement_of_MySQL_is_found_by_its_number_until_it_is_closed() => Steps.Sample(
        steps =>
        {
            var (reader, known) = (new Reader(WireProtocol.MySql), new List<string>());
            foreach (var (kind, name, statement) in steps)
            {
                int number = known.Count - name.Length;
                if (kind == 'P')
                {
                    Assert.Equal(statement, reader.Request($"PREPARE\t{statement}\n").Route);
                    reader.Response($"PREPARED\t{known.Count}\n");
                    known.Add(statement);
                }
                else if (kind == 'B')
                {
                    Assert.Equal(number >= 0 && number < known.Count ? known[number] : $"{number}", reader.Request($"EXECUTE\t{number}\n").Route);
                    reader.Response("RESULT\t1\n");
                }
            }
        },
        iter: 1000);

    [Fact]
    public void A_name_that_was_asked_for_is_a_route_in_small_letters() => Gen.Select(Gen.OneOf("Shop", "a\\.b", "xn--bcher-kva", "\\195\\188").Array[1, 5], Gen.OneOf("A", "AAAA", "TYPE65")).Sample((labels, type) =>
    {
        string name = string.Join('.', labels);
        Assert.Equal(new Asked(type, name.ToLowerInvariant(), $"{name} {type} IN rd"), new Reader(WireProtocol.Dns).Request($"Q\t{name}\t{type}\tIN\trd\n"));
    });

    [Fact]
    public void A_script_is_asked_for_what_its_variables_say_in_any_order() => Gen.Select(Gen.UInt, Gen.Bool, Gen.Int).Sample((number, whole, seed) =>
    {
        string[] path = whole ? [$"REQUEST_URI=/item/{number}?q=1", "SCRIPT_NAME=/no"] : ["SCRIPT_NAME=/item", $"PATH_INFO=/{number}"];
        string[] lines = ["REQUEST_METHOD=POST", "HTTP_HOST=shop", .. path];
        new Random(seed).Shuffle(lines);
        string text = string.Concat(lines.Select(line => line + "\n"));
        Assert.Equal(new Asked("POST", "/item/{n}", text), new Reader(WireProtocol.FastCgi).Request(text));
    });

    // Bytes are UTF-8, which has none of them.
    private static string WithoutLoneSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
