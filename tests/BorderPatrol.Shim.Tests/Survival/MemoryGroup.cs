namespace BorderPatrol.Shim.Tests.Survival;

/// <summary>A control group with little memory, in which the kernel kills who wants more; version 2 of control groups or version 1.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string Limit = "100663296";
    private readonly string _folder;

    private MemoryGroup(string folder) => _folder = folder;

    /// <summary>The file through which a process joins.</summary>
    public string Members => Path.Combine(_folder, "cgroup.procs");

    /// <summary>Makes a group, or null where this user or machine cannot.</summary>
    public static MemoryGroup? TryMake() =>
        TryMake("/sys/fs/cgroup", "memory.max") ?? TryMake("/sys/fs/cgroup/memory", "memory.limit_in_bytes");

    public void Dispose() => Collection.WaitUntil(TryRemove, () => $"{_folder} cannot be removed");

    private static MemoryGroup? TryMake(string root, string limit)
    {
        string folder = Path.Combine(root, $"bp-{Guid.NewGuid():N}");
        try
        {
            if (!File.Exists(Path.Combine(root, "cgroup.procs"))) return null;
            Directory.CreateDirectory(folder);
            if (File.Exists(Path.Combine(folder, limit)))
            {
                File.WriteAllText(Path.Combine(folder, limit), Limit);
                return new MemoryGroup(folder);
            }

            Directory.Delete(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder);
        }

        return null;
    }

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(_folder);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
