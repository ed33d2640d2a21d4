using System.Reflection;
using System.Runtime.Loader;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// The module's <c>lib</c> folder as a load context of its own: the stores and what they depend on are loaded here, where they never meet another
/// module's versions. BorderPatrol.Core is not in it, so both sides share the types that the cmdlets emit.
/// </summary>
internal sealed class PrivateLibraries : AssemblyLoadContext
{
    private static readonly string Folder = Path.Combine(ModuleFolder.Path, "lib");
    private static readonly Lazy<PrivateLibraries> Instance = new(() => new PrivateLibraries());

    private PrivateLibraries()
        : base("BorderPatrol")
    {
    }

    /// <summary>What the default context asks for and does not find: the entry into the private one.</summary>
    /// <param name="context">The default context.</param>
    /// <param name="name">The wanted assembly.</param>
    internal static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "BorderPatrol.Storage" ? Instance.Value.LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string file = Path.Combine(Folder, $"lib{unmanagedDllName}.so");
        return File.Exists(file) ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
