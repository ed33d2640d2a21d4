using System.Management.Automation;
using System.Runtime.Loader;

namespace BorderPatrol.Cmdlets;

/// <summary>What happens when the module is imported and removed.</summary>
public sealed class ModuleEvents : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += PrivateLibraries.Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= PrivateLibraries.Resolve;
}
