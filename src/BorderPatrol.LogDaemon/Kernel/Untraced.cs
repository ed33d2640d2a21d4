using System.Collections;
using System.Runtime.InteropServices;

namespace BorderPatrol.LogDaemon.Kernel;

/// <summary>Keeps the log daemon from being traced: what it does to bring records home would make records to bring home.</summary>
internal static unsafe class Untraced
{
    private const string Variable = "LD_PRELOAD";
    private const string Shim = "libbtrace";

    /// <summary>Where the shim is preloaded, starts this program anew without it; does not return then.</summary>
    internal static void Begin(string[] arguments)
    {
        var preloaded = (Environment.GetEnvironmentVariable(Variable) ?? "").Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
        var others = preloaded.Where(library => !library.Contains(Shim, StringComparison.Ordinal)).ToList();
        if (others.Count == preloaded.Length || Environment.ProcessPath is not { } program) return;
        Environment.SetEnvironmentVariable(Variable, others.Count > 0 ? string.Join(':', others) : null);
        var settings = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(setting => $"{setting.Key}={setting.Value}");
        Execute(program, [program, .. arguments], [.. settings]);
    }

    // Straight from libc: the shim's own function of that name would put the variable back.
    private static void Execute(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        var execve = (delegate* unmanaged<byte*, byte**, byte**, int>)NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "execve");
        _ = execve((byte*)Marshal.StringToCoTaskMemUTF8(program), Array(arguments), Array(environment));
    }

    private static byte** Array(IReadOnlyList<string> strings)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Count; i++) array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        return array;
    }
}
