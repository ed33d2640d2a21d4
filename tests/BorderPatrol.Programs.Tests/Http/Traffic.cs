namespace BorderPatrol.Programs.Tests.Http;

/// <summary>Bytes that a client moved.</summary>
/// <param name="Sent">To the server.</param>
/// <param name="Received">From the server.</param>
internal readonly record struct Traffic(long Sent, long Received)
{
    public static Traffic operator +(Traffic left, Traffic right) => new(left.Sent + right.Sent, left.Received + right.Received);
}
