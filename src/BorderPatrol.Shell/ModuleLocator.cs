namespace BorderPatrol.Shell;

/// <summary>Finds the module that belongs to this shell: the nearest manifest above the shell's own folder.</summary>
internal static class ModuleLocator
{
    private const string Manifest = "BorderPatrol.psd1";

    /// <summary>Full path of the manifest.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, Manifest);
            if (File.Exists(file)) return file;
        }

        throw new FileNotFoundException($"No {Manifest} lies in '{AppContext.BaseDirectory}' or a folder above it.");
    }
}
