using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>sshd with its separated privileges, ssh, scp and sftp on loopback, with keys of their own.</summary>
public class SshTests
{
    [Fact]
    public void Ssh_runs_commands_and_copies_files_alike()
    {
        Require.Root();
        var recorded = Comparison.Play(1, Play, restricted: "sshd");
        recorded.Of("sshd").Processes(20).Moved(ChannelKind.Tcp, 1_000_000, 1_000_000).Made(10, "accept").Made(20, "fork").Made(100, "ppoll", "poll", "select");
        recorded.Of("ssh").Processes(10).Moved(ChannelKind.Tcp, 1_000_000, 1_000_000).Moved(ChannelKind.Pipe, 100_000, 100_000);
        recorded.Of("sftp-server").Processes(2);
    }

    private static void Play(Stage stage)
    {
        // sshd insists on this one.
        Directory.CreateDirectory("/run/sshd");
        string folder = stage.At("ssh");
        Directory.CreateDirectory(folder, (UnixFileMode)0b111_000_000);
        foreach (string key in new[] { "host", "user" })
            stage.Run(Require.Program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", $"{folder}/{key}").Succeeded();
        File.Copy($"{folder}/user.pub", $"{folder}/authorized");
        File.SetUnixFileMode(stage.Folder, (UnixFileMode)0b111_101_101);
        // With SHLVL unset a shell that sshd starts reads the user's own files.
        string configuration = stage.Write("sshd_config", $"""
            ListenAddress 127.0.0.1
            Port {stage.Port()}
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/authorized
            PermitRootLogin prohibit-password
            StrictModes no
            SetEnv SHLVL=5
            PidFile none
            PrintMotd no
            PrintLastLog no
            Subsystem sftp /usr/lib/openssh/sftp-server
            """);
        stage.Write("ssh_config", $"""
            Host there
                HostName 127.0.0.1
                Port {stage.Port()}
                User root
                IdentityFile {folder}/user
                IdentitiesOnly yes
                StrictHostKeyChecking accept-new
                UserKnownHostsFile {folder}/known
                LogLevel ERROR

            """);
        File.WriteAllBytes(stage.At("big"), [.. Enumerable.Range(0, 3_000_000).Select(number => (byte)(number * 7))]);
        var server = stage.Start("sshd", null, Require.Program("sshd"), "-D", "-e", "-f", configuration).Listens(stage.Port());

        stage.Run(Require.Program("bash"), stage.At("remote.bash"), $"{Load.Of(3)}").Succeeded();
        server.Stop();
        // The key's fingerprint is new in every play.
        stage.NoteSorted(Log.Kinds(server.Said).Where(line => !line.Contains("publickey", StringComparison.Ordinal)));
        stage.NoteFiles("tmp");
        stage.NoteFiles("ssh");
    }
}
