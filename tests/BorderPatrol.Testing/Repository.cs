using System.Reflection;

namespace BorderPatrol.Testing;

/// <summary>Where the checkout and its built parts lie.</summary>
public static class Repository
{
    /// <summary>The checkout's top folder, without a trailing slash.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!.TrimEnd('/');

    /// <summary>The staged module.</summary>
    public static string Module => Path.Combine(Root, "out/BorderPatrol");

    /// <summary>The shim.</summary>
    public static string Shim => Path.Combine(Module, "libbtrace.so");

    /// <summary>The log daemon.</summary>
    public static string LogDaemon => Path.Combine(Module, "bplogd");
}
