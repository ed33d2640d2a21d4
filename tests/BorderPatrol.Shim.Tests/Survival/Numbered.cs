using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Survival;

/// <summary>One run of tests/native/survival/numbered.c: how many writes each thread had done, and how many of them were found in the log.</summary>
internal sealed class Numbered : IDisposable
{
    private const int Slots = 512;
    private const int PositionBits = 40;

    private readonly string _path = $"/dev/shm/bp-numbered-{Guid.NewGuid():N}";
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _page;
    private readonly ulong[] _found = new ulong[Slots];
    private readonly ulong[] _done = new ulong[Slots];

    public Numbered(int round, string end, int threads, int microseconds, IEnumerable<KeyValuePair<string, string>> environment)
    {
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.CreateNew, null, Slots * sizeof(ulong));
        _page = _file.CreateViewAccessor();
        (Round, End) = (round, end);
        Process = Run.Start(Program, [_path, $"{round}", end, $"{threads}", $"{microseconds}", end == "exec" ? $"{threads}" : "0"], environment);
    }

    public static string Program => Path.Combine(Testing.Repository.Root, "tests/native/build/survival/numbered");

    public int Round { get; }

    public string End { get; }

    public Process Process { get; }

    /// <summary>Waits until a thread has done some writes.</summary>
    public void WaitFor(int slot, int writes = 1) =>
        Collection.WaitUntil(() => Process.HasExited || _page.ReadUInt64(slot * sizeof(ulong)) >= (ulong)writes, () => $"thread {slot} of round {Round} does nothing");

    /// <summary>Waits for the end and keeps what the page says.</summary>
    public int WaitForEnd()
    {
        Assert.True(Process.WaitForExit(TimeSpan.FromSeconds(60)), $"round {Round} ({End}) does not end");
        _page.ReadArray(0, _done, 0, Slots);
        return Process.ExitCode;
    }

    /// <summary>Takes a write from the log: it must be its thread's next.</summary>
    public void Take(int slot, ulong number)
    {
        Assert.True(number == _found[slot], $"round {Round} ({End}), thread {slot}: write {number} stands where {_found[slot]} belongs");
        _found[slot]++;
    }

    /// <summary>Every write that had returned is there; of the one that was under way nobody knows.</summary>
    /// <returns>Writes that were found.</returns>
    public long Check()
    {
        for (int slot = 0; slot < Slots; slot++)
            Assert.True(_found[slot] - _done[slot] <= 1, $"round {Round} ({End}), thread {slot}: {_found[slot]} writes in the log, {_done[slot]} done");
        return _found.Sum(found => (long)found);
    }

    /// <summary>The round, thread and number of a write, if the record is one.</summary>
    public static (int Round, int Slot, ulong Number)? Of(ReadOnlySpan<byte> record)
    {
        WireHead head = MemoryMarshal.Read<WireHead>(record);
        if (head.Kind != RecordKind.Call || head.Call != Calls.PWrite) return null;
        WireCall call = MemoryMarshal.Read<WireCall>(record);
        return ((int)(call.Offset >> PositionBits), (int)call.Argument - 1, call.Offset & ((1ul << PositionBits) - 1));
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
        _page.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
