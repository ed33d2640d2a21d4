using System.Globalization;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>What a program left of a connection's conversation for one that did not come to take it (native/wire/WIRE.md, "The spool").</summary>
internal sealed class Untaken
{
    private const long LookEvery = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private long _looked = -LookEvery;

    /// <summary>Removes what has lain for a minute, as far as this process may.</summary>
    /// <param name="folder">The spool.</param>
    internal void Look(string folder)
    {
        var now = Environment.TickCount64;
        if (now - _looked < LookEvery) return;
        _looked = now;
        if (Directory.Exists(folder)) Remove(folder, DateTime.UtcNow - Patience);
    }

    private static void Remove(string folder, DateTime before)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "t????????????????.held"))
        {
            if (!ulong.TryParse(Path.GetFileName(path).AsSpan(1, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)) continue;
            try
            {
                if (File.GetLastWriteTimeUtc(path) < before) File.Delete(path);
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                // Another user's, which that user's forwarder removes, or taken meanwhile.
            }
        }
    }
}
