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
        folder.Write("myprotocols", "");
        folder.Write("secret", Guid.NewGuid().ToString());
        // Servers give up root's rights, and the checkout may lie where only root may look.
        foreach (string part in new[] { Repository.Shim, Repository.LogDaemon }) File.Copy(part, folder.At(Path.GetFileName(part)));
        // The web server starts as root; the database's user is root's only company.
        Command.Run("chgrp", "postgres", SecretFile).Succeeded();
        File.SetUnixFileMode(SecretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    /// <summary>Shared by the log daemon and the traced machines.</summary>
    public string SecretFile => _folder.At("secret");

    /// <summary>Maps the web server's port to its service.</summary>
    public string ServicesFile => _folder.At("myservices");

    /// <summary>Declares private protocols; none unless a test writes some.</summary>
    public string ProtocolsFile => _folder.At("myprotocols");

    /// <summary>The shim, with the forwarder beside it.</summary>
    public string Shim => _folder.At(Path.GetFileName(Repository.Shim));

    /// <summary>Stands before a command that is to run traced on a machine without a log daemon.</summary>
    public IReadOnlyList<string> OnA => ["env", $"LIBBTRACE_HOST={_collector.Address}", $"LIBBTRACE_SERVICES={ServicesFile}", .. OnB.Skip(1)];

    /// <summary>Stands before a command that is to run traced beside the log daemon.</summary>
    public IReadOnlyList<string> OnB => ["env", $"LIBBTRACE_SECRET_FILE={SecretFile}", $"LIBBTRACE_PROTOCOLS={ProtocolsFile}", $"LD_PRELOAD={Shim}"];
}
