using BorderPatrol.Interpret;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>Normal forms of SQL: all literals gone, whatever they hold and wherever the text ends, and nothing else but comments and spaces.</summary>
public class SqlTests
{
    // What literals and comments hold; Z is in nothing else.
    private static readonly Gen<string> Inside = Gen.OneOf("", "Z", "Z-- ", "/* Z", "Z; ", "Z\n", "*/Z", "Z?", "$Z$", "\"Z", "`Z", "#Z").Array[0, 3].Select(string.Concat);

    private static readonly Gen<(string Text, string Normal)> Kept =
        Gen.OneOf("select", "from", "item", "t2", "_x", "*", "+", "<>", "(", ")", ",", "::", "id", "=", "*/* Z */").Select(word => (word, word[0] == '*' ? "*" : word));

    private static readonly Gen<(string Text, string Normal)> Number =
        Gen.OneOf("0", "17", "1.5", "1e-3", "2E+10", "0x1F", "1.", "3e5").Select(number => (number, "?"));

    private static readonly Gen<(string Text, string Normal)> Postgres = Gen.OneOf<(string, string)>(
        Kept,
        Number,
        Gen.OneOf("$1", "$22", "\"a 'b\"", "\"--\"", "\"a\"\"b\"").Select(name => (name, name)),
        Inside.Select(text => ($"'{text.Replace("'", "''", StringComparison.Ordinal)}'", "?")),
        Inside.Select(text => ($"E'{text}\\'{text}'", "?")),
        Gen.Select(Gen.OneOf("B'01'", "x'1F'", "n'Z'", ".5"), prefixed => (prefixed, "?")),
        Inside.Select(text => ($"U&'{text}'", "?")),
        Inside.Select(text => ($"$$ {text.Replace('$', ' ')}$$", "?")),
        Inside.Select(text => ($"$q1$ {text}' $q$ $q1$", "?")),
        Gen.OneOf("-- Z 'Z\n", "/* Z /* ' Z */ Z */").Select(comment => (comment, "")));

    private static readonly Gen<(string Text, string Normal)> MySql = Gen.OneOf<(string, string)>(
        Kept,
        Number,
        Gen.OneOf("`a 'b`", "`--`", "`a``b`", "@v", "?").Select(name => (name, name)),
        Inside.Select(text => ($"'{text.Replace("'", "''", StringComparison.Ordinal)}'", "?")),
        Inside.Select(text => ($"'{text}\\'{text}'", "?")),
        Inside.Select(text => ($"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}''\"", "?")),
        Gen.OneOf("_utf8'Z'", "x'1F'", "N'Z'", "_latin1\"Z\"").Select(prefixed => (prefixed, "?")),
        Gen.OneOf("-- Z 'Z\n", "/* Z ' Z */", "# Z\n", "/**/").Select(comment => (comment, "")));

    private static readonly Gen<string> Anything =
        Gen.OneOf("'", "\"", "`", "$", "$a$", "a", "E", "x", "N", "_", "1", ".", " ", "\n", "-", "--", "/", "*", "/*", "*/", "/*!5", ";", "?", "@", "\\", "#", "U&", "e+", "é", "\u3000").Array[0, 30].Select(string.Concat);

    public static TheoryData<WireProtocol> Dialects => [WireProtocol.Postgres, WireProtocol.MySql];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Literals_become_question_marks_and_comments_nothing(WireProtocol dialect) => Statements(dialect).Sample(
        tokens =>
        {
            string expected = string.Join(' ', tokens.Select(token => token.Normal).Where(normal => normal.Length > 0));
            Assert.Equal(expected, Normalize(dialect, string.Join(' ', tokens.Select(token => token.Text)) + " ; "));
        },
        iter: 2000);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void No_literal_is_left_wherever_the_statement_ends(WireProtocol dialect) => Statements(dialect).Sample(
        tokens =>
        {
            string statement = string.Join('\n', tokens.Select(token => token.Text));
            for (int length = 0; length <= statement.Length; length++) Assert.DoesNotContain('Z', Normalize(dialect, statement[..length]));
        },
        iter: 400);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_normal_form_is_its_own(WireProtocol dialect) => Gen.OneOf<string>(Anything, Statements(dialect).Select(tokens => string.Concat(tokens.Select(token => token.Text)))).Sample(
        text =>
        {
            string normal = Normalize(dialect, text);
            Assert.Equal(normal, Normalize(dialect, normal));
        },
        iter: 20_000);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_statement_shows_its_text_its_verb_and_its_normal_form(WireProtocol dialect) => Statements(dialect).Sample(
        tokens =>
        {
            string statement = string.Join(' ', tokens.Select(token => token.Text)), normal = Normalize(dialect, statement);
            var asked = new Reader(dialect).Request($"{(dialect == WireProtocol.Postgres ? "Q" : "QUERY")}\t{LineTests.Escape(statement)}\n");
            Assert.Equal((SqlStatement.Verb(normal), normal, statement), (asked.Operation, asked.Route, asked.Text));
        },
        iter: 400);

    private static Gen<(string Text, string Normal)[]> Statements(WireProtocol dialect) => (dialect == WireProtocol.Postgres ? Postgres : MySql).Array[1, 12];

    private static string Normalize(WireProtocol dialect, string text) =>
        dialect == WireProtocol.Postgres ? SqlStatement.Normalize(text) : SqlStatement.Normalize(text, MySqlLexer.TokenEnd);
}
