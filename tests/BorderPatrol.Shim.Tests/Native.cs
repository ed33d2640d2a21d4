using System.Runtime.Versioning;
using BorderPatrol.Testing;

[assembly: SupportedOSPlatform("linux")]

namespace BorderPatrol.Shim.Tests;

/// <summary>Where the native parts under test lie.</summary>
internal static class Native
{
    /// <summary>The shim as built, with no log daemon beside it: nothing forwards what these tests record.</summary>
    public static string Shim => Path.Combine(Repository.Root, "native/build/libbtrace.so");

    /// <summary>The path of a program of tests/native/snippets.</summary>
    public static string Snippet(string name) => Path.Combine(Repository.Root, "tests/native/build/snippets", name);

    /// <summary>The path of a program of tests/native/kinds.</summary>
    public static string Kind(string name) => Path.Combine(Repository.Root, "tests/native/build/kinds", name);

    /// <summary>Where the program of tests/native/targets lies that was built for a kind of target, if it could be built.</summary>
    public static string Target(string name) => Path.Combine(Repository.Root, "tests/native/build/targets", name);

    /// <summary>The names of all programs of tests/native/kinds.</summary>
    public static IEnumerable<string> Kinds => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests/native/kinds"), "*.c")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order();

    /// <summary>The names of all snippets.</summary>
    public static IEnumerable<string> Snippets => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests/native/snippets"), "*.c")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order();

    /// <summary>The built unit tests of one sanitizer.</summary>
    public static IEnumerable<string> Units => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests/native/units"), "*.c")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order();
}
