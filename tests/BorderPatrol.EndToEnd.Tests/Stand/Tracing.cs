using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>What a user sets before starting a program traced: the README's variables and the preload.</summary>
public sealed class Tracing
{
    private readonly Folder _folder;
    private readonly Machine _collector;

    /// <summary>Writes the services file and the shared secret.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="collector">The machine that runs the log daemon.</param>
    public Tracing(Folder folder, Machine collector)
    {
        _folder = folder;
        _collector = collector;
        folder.Write("myservices", "www 8080/tcp http\n");
        folder.Write("secret", Guid.NewGuid().ToString());
        // The web server starts as root; the database's user is root's only company.
        Command.Run("chgrp", "postgres", SecretFile).Succeeded();
        File.SetUnixFileMode(SecretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    /// <summary>Shared by the log daemon and the traced machines.</summary>
    public string SecretFile => _folder.At("secret");

    /// <summary>The variables that say where to send what is observed.</summary>
    public IReadOnlyList<string> Variables =>
        [$"LIBBTRACE_HOST={_collector.Address}", $"LIBBTRACE_SERVICES={_folder.At("myservices")}", $"LIBBTRACE_SECRET_FILE={SecretFile}"];

    /// <summary>Stands before a command that is to run traced.</summary>
    public IReadOnlyList<string> Prefix => ["env", .. Variables, $"LD_PRELOAD={Repository.Shim}"];
}
