namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal TemporaryFolder(string parent = "/tmp") => Name = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"bp-{Guid.NewGuid():n}")).FullName;

    internal string Name { get; }

    internal string Path(string name) => System.IO.Path.Combine(Name, name);

    /// <summary>Names of the segments in it.</summary>
    internal string[] Segments => Directory.GetFiles(Name, "*.seg");

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
