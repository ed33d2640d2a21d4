namespace BorderPatrol.Cmdlets.Tests.Engine;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Name { get; } = Directory.CreateTempSubdirectory("bp-cmdlets-").FullName;

    internal string File(string name) => Path.Combine(Name, name);

    /// <summary>Makes a file.</summary>
    internal string File(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
