using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>The checkout's files as a new user gets them: nothing that a build left.</summary>
public sealed class Clone
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(45);
    private readonly string _folder;

    /// <summary>Copies every file that belongs to the checkout.</summary>
    /// <param name="folder">Where to; created.</param>
    public Clone(string folder)
    {
        _folder = folder;
        var listed = Command.Run("git", "-c", "safe.directory=*", "-C", Repository.Root, "ls-files", "--cached", "--others", "--exclude-standard").Succeeded();
        foreach (string file in listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Repository.Root, file))))
        {
            string copy = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Root, file), copy);
        }
    }

    /// <summary>The README's first command.</summary>
    public static IReadOnlyList<string> Demo { get; } =
        ["dotnet", "run", "--project", "src/BorderPatrol.Shell", "-c", "Release", "--", "-File", "src/BorderPatrol.Shell/demo/first-trace.ps1"];

    /// <summary>The README's second command.</summary>
    public static IReadOnlyList<string> Tests { get; } = ["dotnet", "test"];

    /// <summary>Runs a command in the clone.</summary>
    /// <param name="command">Program and arguments.</param>
    public CommandResult Run(params IEnumerable<string> command) => Command.Run(Patience, ["env", $"--chdir={_folder}", .. command]);
}
