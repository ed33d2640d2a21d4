namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>A temporary folder that every user of the machine may enter, gone when disposed.</summary>
public sealed class Folder : IDisposable
{
    private const UnixFileMode EveryoneEnters = (UnixFileMode)0b111_101_101;

    /// <summary>Creates the folder.</summary>
    public Folder()
    {
        Path = Directory.CreateTempSubdirectory("borderpatrol-").FullName;
        File.SetUnixFileMode(Path, EveryoneEnters);
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>A path in it.</summary>
    /// <param name="name">Relative to the folder.</param>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder in it, created with the given mode when missing.</summary>
    /// <param name="name">Relative to the folder.</param>
    public string Subfolder(string name)
    {
        string path = Directory.CreateDirectory(At(name)).FullName;
        File.SetUnixFileMode(path, EveryoneEnters);
        return path;
    }

    /// <summary>Writes a file into it that every user may read and run.</summary>
    /// <param name="name">Relative to the folder.</param>
    /// <param name="text">Its content.</param>
    public string Write(string name, string text)
    {
        string path = At(name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, EveryoneEnters);
        return path;
    }

    /// <summary>Deletes it with everything in it, unless <c>BP_KEEP</c> is set in the environment.</summary>
    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("BP_KEEP") is null) Directory.Delete(Path, recursive: true);
    }
}
