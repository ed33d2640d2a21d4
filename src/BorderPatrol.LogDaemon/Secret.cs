using System.Security.Cryptography;

namespace BorderPatrol.LogDaemon;

/// <summary>The secret that forwarders and collector share, and the proof that one knows it.</summary>
internal sealed class Secret
{
    internal const string Variable = "LIBBTRACE_SECRET_FILE";

    private readonly byte[] _bytes;

    private Secret(byte[] bytes) => _bytes = bytes;

    /// <summary>Reads the file that the environment names; null when it names none.</summary>
    /// <exception cref="BorderPatrolException"><see cref="ErrorIds.SecretFileInvalid"/>.</exception>
    internal static Secret? FromEnvironment()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(path) ? null : new Secret(Read(path));
    }

    /// <summary>HMAC-SHA256 of the collector's challenge.</summary>
    internal byte[] Answer(ReadOnlySpan<byte> challenge) => HMACSHA256.HashData(_bytes, challenge);

    internal bool Accepts(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> answer) =>
        CryptographicOperations.FixedTimeEquals(Answer(challenge), answer);

    private static byte[] Read(string path)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0)
                throw Invalid($"{path} is open to other users", "Run chmod 600 on it (640 to share it with a group).");
            // An editor's newline at the end is no part of the secret.
            var bytes = File.ReadAllBytes(path).AsSpan().TrimEnd("\r\n"u8);
            return bytes.Length > 0 ? bytes.ToArray() : throw Invalid($"{path} is empty", "Put a secret into it, for example from: head -c 32 /dev/urandom | base64");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"{path} cannot be read: {error.Message}", $"{Variable} must name a file that this user can read.");
        }
    }

    private static BorderPatrolException Invalid(string message, string hint) => new(ErrorIds.SecretFileInvalid, message, hint);
}
