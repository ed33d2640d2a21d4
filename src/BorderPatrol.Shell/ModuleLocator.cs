namespace BorderPatrol.Shell;

/// <summary>Finds the module that belongs to this shell: the nearest one above the shell's own folder, as built there or as shipped.</summary>
internal static class ModuleLocator
{
    private static readonly string[] Manifests = ["out/BorderPatrol/BorderPatrol.psd1", "BorderPatrol/BorderPatrol.psd1"];

    /// <summary>Full path of the manifest.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (Manifests.Select(manifest => Path.Combine(folder.FullName, manifest)).FirstOrDefault(File.Exists) is { } file) return file;
        }

        throw new FileNotFoundException($"No {Manifests[0]} lies in a folder above '{AppContext.BaseDirectory}'.");
    }
}
