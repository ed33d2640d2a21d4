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
    private ulong _missing;
    private string? _programs;

    public Numbered(int round, string end, int threads, int microseconds, IEnumerable<KeyValuePair<string, string>> environment, int? user = null)
    {
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.CreateNew, null, Slots * sizeof(ulong));
        _page = _file.CreateViewAccessor();
        (Round, End) = (round, end);
        string[] arguments = [_path, $"{round}", end, $"{threads}", $"{microseconds}", "0"];
        Process = user is null ? Run.Start(Program, arguments, environment) : StartAs(user.Value, arguments, environment);
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

    /// <summary>Writes of a thread that have returned.</summary>
    public int Done(int slot) => (int)_page.ReadUInt64(slot * sizeof(ulong));

    /// <summary>Number of a thread's last write in the log.</summary>
    public int LastFound(int slot) => (int)_found[slot] - 1;

    /// <summary>Writes that are not in the log though a later one of the same thread is.</summary>
    public long Missing => (long)_missing;

    /// <summary>Takes a record that is the next write of its thread, or something else.</summary>
    public void TakeNext(ReadOnlySpan<byte> record)
    {
        if (Of(record) is var (_, slot, number)) Take(slot, number);
    }

    /// <summary>Takes a record that is a later write of its thread, or something else.</summary>
    /// <returns>Whether writes are missing before it.</returns>
    public bool TakeAny(ReadOnlySpan<byte> record)
    {
        if (Of(record) is not var (_, slot, number)) return false;
        Assert.True(number >= _found[slot], $"thread {slot}: write {number} stands behind {_found[slot] - 1}");
        bool missing = number > _found[slot];
        _missing += number - _found[slot];
        _found[slot] = number + 1;
        return missing;
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

    // Another user may not be able to reach the checkout.
    private Process StartAs(int user, string[] arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        File.SetUnixFileMode(_path, (UnixFileMode)0b110_110_110);
        _programs = Directory.CreateTempSubdirectory("bp-numbered-").FullName;
        File.SetUnixFileMode(_programs, (UnixFileMode)0b111_101_101);
        string program = Path.Combine(_programs, "numbered");
        File.Copy(Program, program);
        string[] settings = [.. environment.Select(setting => $"{setting.Key}={setting.Value}")];
        return Run.Start("setpriv", ["--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", "env", .. settings, program, .. arguments], []);
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
        _page.Dispose();
        _file.Dispose();
        File.Delete(_path);
        if (_programs is not null) Directory.Delete(_programs, recursive: true);
    }
}
