using BorderPatrol.Testing;

namespace BorderPatrol.Shim.Tests;

/// <summary>A short slice of what tests/suites compares: CPython's own tests of what touches the system.</summary>
public class SuiteTests
{
    private static readonly string[] Modules =
    [
        "test_subprocess", "test_select", "test_epoll", "test_fcntl", "test_pty", "test_popen", "test_posix", "test_os", "test_mmap",
        "test_socketserver", "test_httpservers", "test_fork1",
    ];

    [Fact]
    public void CPythons_tests_end_the_same_traced()
    {
        Require.Root();
        Require.Program("unshare");
        Require.That(File.Exists("/usr/lib/python3.11/test/test_subprocess.py"), "libpython3.11-testsuite is not installed");
        string[] only = [.. Modules.SelectMany(module => new[] { "--only", module })];
        Run run = Run.Plain(Path.Combine(Repository.Root, "tests/suites/compare"), ["cpython", "--jobs", "3", .. only]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.All(Modules, module => Assert.Contains($"{module}: ", run.Output));
    }
}
