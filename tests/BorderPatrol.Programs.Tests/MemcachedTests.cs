using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>memcached with four threads, and more clients than threads, each with one long pipeline.</summary>
public class MemcachedTests
{
    private const int Clients = 12;

    [Fact]
    public void Memcached_answers_alike()
    {
        long received = 0, asked = 0;
        var recorded = Comparison.Play(1, stage => (asked, received) = Play(stage));
        recorded.Of("memcached").Processes(1).Threads(5).MovedExactly(ChannelKind.Tcp, received, asked).Made(Clients, "accept", "accept4")
            .Made(Clients, "sendmsg").Made(Clients, "read").Made(4, "pthread_create");
    }

    private static (long Asked, long Received) Play(Stage stage)
    {
        var server = stage.Start("memcached", null, Require.Program("memcached"), "-u", "nobody", "-l", "127.0.0.1", "-p", $"{stage.Port()}", "-U", "0", "-t", "4", "-m", "256", "-I", "4m")
            .Listens(stage.Port());
        string[] conversations = [.. Enumerable.Range(0, Clients).Select(Commands)];
        long received = Conversation.HoldAll(stage, stage.Port(), conversations);
        server.Stop();
        stage.NoteLog("memcached.log");
        return (conversations.Sum(conversation => (long)conversation.Length), received);
    }

    private static string Commands(int client) => $"set n{client} 0 0 1\r\n0\r\n"
        + string.Concat(Enumerable.Range(0, Load.Of(250)).Select(number => Commands(client, number, new string('v', number * 37 % 9000))))
        + "quit\r\n";

    private static string Commands(int client, int number, string value) =>
        $"set k{client}:{number % 40} {number} 0 {value.Length}\r\n{value}\r\nget k{client}:{number % 40} missing n{client}\r\nincr n{client} {number}\r\n"
        + $"append k{client}:{number % 40} 0 0 3\r\nend\r\nmg k{client}:{number % 40} v\r\nnonsense\r\ndelete k{client}:0\r\n";
}
