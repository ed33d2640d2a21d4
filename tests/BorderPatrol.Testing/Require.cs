using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace BorderPatrol.Testing;

/// <summary>
/// What a test needs of its machine. A missing program skips the test with its name as the reason; with <c>BP_REQUIRE=all</c> in the environment
/// (continuous integration) it fails, so that nothing is skipped where it counts.
/// </summary>
public static class Require
{
    private static readonly string[] ExtraFolders = ["/usr/sbin", "/sbin", "/usr/lib/postgresql/15/bin"];

    private static bool All => Environment.GetEnvironmentVariable("BP_REQUIRE") == "all";

    /// <summary>The path of a program, from PATH or the folders where Debian puts servers.</summary>
    public static string Program(string name) => Find(name) ?? Missing($"{name} is not installed");

    /// <summary>Skips unless the test runs as root.</summary>
    public static void Root() => That(Environment.UserName == "root", "needs root");

    /// <summary>Skips, or fails where everything is required, unless the condition holds.</summary>
    public static void That(bool condition, string reason)
    {
        if (!condition) Missing(reason);
    }

    /// <summary>The path of a program or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Concat(ExtraFolders)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>What was missing, for programs that are no tests and go on with what is there.</summary>
    /// <param name="skip">What they caught.</param>
    public static string ReasonOf(SkipException skip) => skip.Message.Replace(DynamicSkipToken.Value, "", StringComparison.Ordinal);

    private static string Missing(string reason)
    {
        if (All) Assert.Fail($"{reason}, and BP_REQUIRE=all is set");
        Assert.Skip(reason);
        return "";
    }
}
