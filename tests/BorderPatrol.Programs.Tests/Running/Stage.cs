using System.Diagnostics;
using BorderPatrol.Testing;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>One play of a scenario: a fresh folder, the programs that it started, and what was seen of them.</summary>
internal sealed class Stage : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly IReadOnlyList<int> _ports;
    private readonly string[] _tracing;
    private readonly List<Server> _servers = [];
    private readonly List<string> _seen = [];

    /// <summary>Makes the folder anew.</summary>
    /// <param name="folder">Where; every user may write there.</param>
    /// <param name="ports">Free ports.</param>
    /// <param name="tracing">Environment that traces a program, or nothing.</param>
    public Stage(string folder, IReadOnlyList<int> ports, string[] tracing)
    {
        (Folder, _ports, _tracing) = (folder, ports, tracing);
        MakeFolder("");
        MakeFolder("tmp");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Content"))) File.Copy(file, At(Path.GetFileName(file)));
    }

    /// <summary>Its folder, with a copy of every file of Content.</summary>
    public string Folder { get; }

    /// <summary>What must be the same in both plays.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>One of its ports.</summary>
    public int Port(int number = 0) => _ports[number];

    /// <summary>A path in its folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file of its folder that every user may read and run, and returns its path.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        File.SetUnixFileMode(At(name), (UnixFileMode)0b111_101_101);
        // Web servers tell of it.
        File.SetLastWriteTimeUtc(At(name), DateTime.UnixEpoch);
        return At(name);
    }

    /// <summary>The text of a file of its folder; nothing when there is none.</summary>
    public string Read(string name) => File.Exists(At(name)) ? File.ReadAllText(At(name)) : "";

    /// <summary>Makes a folder that every user may write to, and returns its path.</summary>
    public string MakeFolder(string name)
    {
        Directory.CreateDirectory(At(name));
        File.SetUnixFileMode(At(name), Everyone);
        return At(name);
    }

    /// <summary>Notes something that must be the same in both plays.</summary>
    public void Note(string text) => _seen.AddRange(text.Split('\n'));

    /// <summary>Notes lines in an order of their own, for what happens side by side.</summary>
    public void NoteSorted(IEnumerable<string> lines) => _seen.AddRange(lines.Order(StringComparer.Ordinal));

    /// <summary>Notes each kind of line of a log once: numbers (times, processes) are left out.</summary>
    /// <param name="name">The log.</param>
    /// <param name="isChance">Which kinds tell of the machine's load only.</param>
    public void NoteLog(string name, Predicate<string>? isChance = null) =>
        NoteSorted(Log.Kinds(File.ReadAllText(At(name))).Where(line => isChance?.Invoke(line) != true).Select(line => $"{name}: {line}"));

    /// <summary>Notes names and modes of all files below a folder.</summary>
    public void NoteFiles(string name) => NoteSorted(Directory.EnumerateFileSystemEntries(At(name), "*", SearchOption.AllDirectories)
        .Select(path => $"{Path.GetRelativePath(Folder, path)} {File.GetUnixFileMode(path)}"));

    /// <summary>Runs a program to its end and notes what it wrote and how it ended.</summary>
    public Finished Run(params string[] command)
    {
        var finished = Finish([.. _tracing, .. command], "");
        Note($"{Path.GetFileName(command[0])} ended with {finished.ExitCode}\n{finished.Output}\n{finished.Errors}");
        return finished;
    }

    /// <summary>Runs a program to its end, notes nothing, and demands success.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="input">Its standard input.</param>
    public Finished Succeed(string[] command, string input = "") => Finish([.. _tracing, .. command], input).Succeeded();

    /// <summary>Runs a program untraced in both plays, notes nothing, and demands success.</summary>
    public Finished Prepare(params string[] command) => Finish(command, "").Succeeded();

    /// <summary>Starts a program that runs until it is told to end. Its output goes to NAME.log.</summary>
    /// <param name="name">What the test calls it.</param>
    /// <param name="user">Who runs it, when the test is run by root.</param>
    /// <param name="command">Program and arguments.</param>
    public Server Start(string name, string? user, params string[] command)
    {
        string[] words = ["setsid", "sh", "-c", $"exec \"$@\" </dev/null >>'{At(name)}.log' 2>&1", "sh", .. As(user), "env", .. _tracing, .. command];
        var server = new Server(this, name, Process.Start(Description(words))!);
        _servers.Add(server);
        return server;
    }

    /// <summary>What stands before a command that a user other than root is to run.</summary>
    public static string[] As(string? user) => user is null || Environment.UserName != "root"
        ? []
        : [Require.Program("setpriv"), $"--reuid={user}", $"--regid={user}", "--init-groups"];

    /// <summary>Fails when a program runs on that should have ended.</summary>
    public void AssertNobodyIsLeft()
    {
        foreach (var server in _servers) Wait.Until(() => server.GroupIsGone, $"{server.Name} left processes behind");
    }

    /// <summary>Kills what still runs and deletes the folder.</summary>
    public void Dispose()
    {
        foreach (var server in _servers) server.Dispose();
        if (Environment.GetEnvironmentVariable("BP_KEEP") is null) Directory.Delete(Folder, recursive: true);
    }

    private Finished Finish(string[] command, string input)
    {
        var start = Description(["env", .. command]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string line = string.Join(' ', command);
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{line}\nstill runs after {Patience}\n{_servers.Aggregate("", (text, server) => text + server.Said)}");
        }
        return new Finished(line, process.ExitCode, output.Result, errors.Result);
    }

    private ProcessStartInfo Description(string[] words)
    {
        var start = new ProcessStartInfo(Require.Program(words[0]), words[1..]) { WorkingDirectory = Folder };
        start.Environment.Clear();
        foreach (var (name, value) in new[] { ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), ("HOME", Folder), ("TMPDIR", At("tmp")), ("LC_ALL", "C.UTF-8"), ("TZ", "UTC") })
            start.Environment[name] = value;
        return start;
    }
}
