using BorderPatrol.Raw;
using BorderPatrol.Wire;

namespace BorderPatrol.Join;

/// <summary>
/// Rule 5: processes and threads begin with their maker's work. Fork and thread creation are known by their token, a child that was spawned or
/// made by vfork by its number, the next program of a process by the process, the shell behind system and popen by its parent.
/// </summary>
internal sealed class BirthJoiner
{
    private readonly Dictionary<(ulong Stream, ulong Token), RawStream> _byToken = [];
    private readonly Dictionary<(int Boot, ulong PidNamespace, int Pid), List<RawStream>> _programs = [];
    private readonly Dictionary<(int Boot, ulong PidNamespace, int Parent), List<RawStream>> _children = [];
    private readonly Dictionary<int, Birth> _births = [];
    private readonly SelfStart _selfStart;

    public BirthJoiner(IReadOnlyList<RawStream> streams, SelfStart selfStart)
    {
        _selfStart = selfStart;
        foreach (var stream in streams) Register(stream);
    }

    /// <summary>What a stream's thread begins with; null when nobody is known to have made it.</summary>
    public Birth? Take(RawStream stream) => _births.Remove(stream.Ordinal, out var birth) ? birth : null;

    /// <summary>A call that makes, or may make, a process or thread.</summary>
    public void Make(ThreadState maker, RawRecord record, CallFacts facts, ulong key, long now)
    {
        ref readonly var call = ref record.Call;
        var stream = maker.Stream;
        switch (facts.Name)
        {
            case "fork" or "daemon" or "pthread_create":
                if (_byToken.TryGetValue((stream.Id, call.Argument), out var child)) Bear(maker, child, now);
                break;
            case "vfork" or "clone" when call.Result > 0:
                Bear(maker, NextProgram(stream, call.Result, key), now);
                break;
            case "posix_spawn" or "posix_spawnp" when call.Result == 0:
                Bear(maker, NextProgram(stream, (long)call.Argument, key), now);
                break;
            case "system" or "popen":
                Bear(maker, NextChild(stream, key), now);
                break;
            case "execve" or "execvp" or "fexecve":
                Continue(maker, NextProgram(stream, stream.Pid, key));
                break;
        }
    }

    private void Register(RawStream stream)
    {
        if (stream.First.Kind == RecordKind.Thread)
        {
            ref readonly var thread = ref stream.First.Thread;
            _byToken[(thread.ParentStream, thread.Birth)] = stream;
        }
        else if (stream.First.Kind == RecordKind.Process)
        {
            ref readonly var process = ref stream.First.Process;
            if (process.Reason == ProcessReason.Fork && process.Birth != 0) _byToken[(process.ParentStream, process.Birth)] = stream;
            else Register(stream, stream.Boot.Index);
        }
    }

    // Streams come in order of their first records, and so do these lists.
    private void Register(RawStream stream, int boot)
    {
        var program = (boot, stream.PidNamespace, stream.Pid);
        if (!_programs.TryGetValue(program, out var programs)) _programs.Add(program, programs = new List<RawStream>(1));
        programs.Add(stream);
        var parent = (boot, stream.PidNamespace, stream.ParentPid);
        if (!_children.TryGetValue(parent, out var children)) _children.Add(parent, children = new List<RawStream>(1));
        children.Add(stream);
    }

    private RawStream? NextProgram(RawStream stream, long pid, ulong after) =>
        _programs.TryGetValue((stream.Boot.Index, stream.PidNamespace, (int)pid), out var programs) && Behind(programs, after) is var i && i < programs.Count
            ? programs[i]
            : null;

    // Whose maker is known already was not made by system or popen.
    private RawStream? NextChild(RawStream parent, ulong after)
    {
        if (!_children.TryGetValue((parent.Boot.Index, parent.PidNamespace, parent.Pid), out var children)) return null;
        for (int i = Behind(children, after); i < children.Count; i++)
            if (!_births.ContainsKey(children[i].Ordinal)) return children[i];
        return null;
    }

    private static int Behind(List<RawStream> streams, ulong key)
    {
        int low = 0;
        for (int high = streams.Count; low < high;)
        {
            int middle = (low + high) / 2;
            if (streams[middle].FirstKey > key) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private void Bear(ThreadState maker, RawStream? child, long now)
    {
        if (child is null) return;
        var strand = maker.Strand.Span is null ? new Strand(maker.Image, now, _selfStart, origin: maker.Strand) : maker.Strand;
        Put(child, new Birth(strand, null));
    }

    private void Continue(ThreadState maker, RawStream? next)
    {
        if (next is not null && (next.ProcessStart == maker.Stream.ProcessStart || next.ProcessStart == 0)) Put(next, new Birth(maker.Strand, maker.Turns));
    }

    private void Put(RawStream child, Birth birth)
    {
        birth.Strand.Hold();
        if (_births.Remove(child.Ordinal, out var earlier)) earlier.Strand.Release();
        _births.Add(child.Ordinal, birth);
    }
}

/// <summary>What a thread begins with.</summary>
/// <param name="Strand">Held for it.</param>
/// <param name="Before">Of the same task where it goes on in a new program: it is sampled between this birth and its first record.</param>
internal sealed record Birth(Strand Strand, Turns? Before);
