using System.Management.Automation;

namespace BorderPatrol.Cmdlets;

/// <summary>Resolves the paths of raw logs.</summary>
internal static class LogPaths
{
    /// <summary>Does the work on every file that some paths mean; one that fails does not keep the next from its turn.</summary>
    /// <param name="cmdlet">Reports the errors.</param>
    /// <param name="paths">As the user gave them.</param>
    /// <param name="work">Takes a full path.</param>
    internal static void ForEach(BPCmdlet cmdlet, IEnumerable<string> paths, Action<string> work)
    {
        foreach (string path in paths)
        {
            string[] files = [];
            cmdlet.ForItem(path, () => files = [.. Resolve(cmdlet, path)]);
            foreach (string file in files)
                cmdlet.ForItem(file, () => work(file));
        }
    }

    /// <summary>The files that a path with or without wildcards means. Without wildcards the file need not exist.</summary>
    /// <param name="cmdlet">Whose current folder counts.</param>
    /// <param name="path">As the user gave it.</param>
    /// <exception cref="BorderPatrolException">RawLogNotFound: the wildcards match nothing.</exception>
    private static string[] Resolve(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)];
        var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        return found.Count > 0
            ? [.. found]
            : throw new BorderPatrolException(ErrorIds.RawLogNotFound, $"No file matches '{path}'.", "Name the file that Start-BPLogDaemon writes.");
    }
}
