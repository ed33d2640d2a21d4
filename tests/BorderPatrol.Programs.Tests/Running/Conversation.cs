using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>A connection on which everything is asked at once, ending with a farewell, and all the answers are kept.</summary>
internal static class Conversation
{
    private const int Patience = 60_000;

    /// <summary>Sends everything while reading until the server closes the connection; returns what came.</summary>
    public static byte[] Hold(int port, string everything)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork) { ReceiveTimeout = Patience, SendTimeout = Patience };
        client.Connect(IPAddress.Loopback, port);
        var stream = client.GetStream();
        var sending = Task.Run(() => stream.Write(Encoding.UTF8.GetBytes(everything)));
        var answers = new MemoryStream();
        stream.CopyTo(answers);
        sending.GetAwaiter().GetResult();
        return answers.ToArray();
    }

    /// <summary>Holds conversations side by side and notes the length and hash of what came in each.</summary>
    public static long HoldAll(Stage stage, int port, IEnumerable<string> conversations)
    {
        byte[][] answers = new byte[conversations.Count()][];
        Parallel.ForEach(conversations.Index(), new ParallelOptions { MaxDegreeOfParallelism = answers.Length }, item => answers[item.Index] = Hold(port, item.Item));
        foreach (byte[] answer in answers) stage.Note($"{answer.Length} bytes {Convert.ToHexStringLower(SHA256.HashData(answer))}");
        return answers.Sum(answer => (long)answer.Length);
    }
}
