using BorderPatrol.Interpret;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>Protocols of words: Redis, memcached, mail.</summary>
public class CommandTests
{
    private static readonly Gen<(string Key, string Pattern)> Key = Gen.OneOf<(string, string)>(
        Gen.OneOf("user", "cart:items", "a_b", "x").Select(word => (word, word)),
        Gen.UInt.Select(number => ($"user:{number}", "user:{n}")),
        Gen.UInt.Select(number => ($"b{number}_c", "b{n}_c")),
        Gen.Guid.Select(id => ($"session:{id:D}:x", "session:{id}:x")));

    [Fact]
    public void A_keys_pattern_has_no_numbers_and_is_its_own() => Gen.OneOf<string>(Gen.String[0, 60], Key.Select(key => key.Key)).Sample(
        key =>
        {
            string pattern = KeyPattern.Of(key);
            Assert.Equal(pattern, KeyPattern.Of(pattern));
            Assert.DoesNotContain(pattern, char.IsAsciiDigit);
        },
        iter: 20_000);

    [Fact]
    public void Redis_commands_are_their_name_and_the_patterns_of_their_keys() => Gen.Select(Gen.OneOf("GET", "mget", "SINTER", "Config Set"), Key.Array[1, 6], Gen.Bool).Sample((name, keys, value) =>
    {
        string text = $"{name} {string.Join(' ', keys.Select(key => key.Key))}{(value ? " ?" : "")}", operation = name.ToUpperInvariant();
        Assert.Equal(new Asked(operation, $"{operation} {string.Join(' ', keys.Select(key => key.Pattern).Distinct())}", text), new Reader(WireProtocol.Redis).Request(text));
    });

    [Fact]
    public void Memcached_commands_are_their_names_and_the_patterns_of_their_keys() => Gen.Select(Gen.OneOf("get", "gets"), Key.Array[1, 6]).Array[1, 3].Sample(commands =>
    {
        string text = string.Join('\n', commands.Select(command => $"{command.Item1} {string.Join(' ', command.Item2.Select(key => key.Key))}"));
        string route = string.Join("; ", commands.Select(command => $"{command.Item1} {string.Join(' ', command.Item2.Select(key => key.Pattern).Distinct())}"));
        Assert.Equal(new Asked(commands[0].Item1.ToUpperInvariant(), route, text), new Reader(WireProtocol.Memcached).Request(text + "\n"));
    });

    [Theory]
    [InlineData(WireProtocol.Smtp)]
    [InlineData(WireProtocol.Pop3)]
    [InlineData(WireProtocol.Imap)]
    public void A_mail_command_in_any_case_is_its_verb_and_what_follows_without_values(WireProtocol protocol) =>
        Gen.Select(Gen.OneOf("noop", "Retr", "FETCH"), Gen.OneOf("17", "1:20", "?", "(FLAGS)").Array[0, 4]).Sample((verb, words) =>
        {
            string text = string.Join(' ', [verb, .. words]), operation = verb.ToUpperInvariant();
            string[] shown = [operation, .. words.Where(word => word != "?").Select(word => word switch { "17" => "{n}", "1:20" => "{n}:{n}", _ => word })];
            Assert.Equal(new Asked(operation, string.Join(' ', shown), text), new Reader(protocol).Request(text));
        });
}
