namespace BorderPatrol.Programs.Tests.Running;

/// <summary>What a traced play recorded, by program.</summary>
internal sealed class Recorded
{
    private readonly Dictionary<string, ProgramRecords> _programs = [];

    /// <summary>Counts what lies in a spool.</summary>
    public static Recorded Read(string spool)
    {
        var recorded = new Recorded();
        var kinds = new Dictionary<ulong, Wire.ChannelKind>();
        foreach (string file in Directory.EnumerateFiles(spool, "*.seg"))
        {
            var segment = new SegmentFile(file);
            if (!segment.IsBegun) continue;
            if (!recorded._programs.TryGetValue(segment.Program, out var program))
                recorded._programs[segment.Program] = program = new ProgramRecords(segment.Program, kinds);
            program.Add(segment);
        }
        return recorded;
    }

    /// <summary>The records of one program, which must be there.</summary>
    /// <param name="name">Base name of its executable.</param>
    public ProgramRecords Of(string name)
    {
        Assert.True(_programs.ContainsKey(name), $"{name} recorded nothing:\n{this}");
        return _programs[name];
    }

    /// <summary>The records of a program that may be a link to another executable.</summary>
    /// <param name="path">As it was started.</param>
    public ProgramRecords OfLinked(string path) => Of(Path.GetFileName(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path));

    /// <summary>Demands that every program could write all its records.</summary>
    /// <param name="except">A program that may lose some.</param>
    public void AssertNothingLost(string? except)
    {
        foreach (var (name, program) in _programs)
            if (name != except) Assert.True(program.Lost == 0, $"{name} lost {program.Lost} records");
    }

    /// <summary>A line a program.</summary>
    public override string ToString() => string.Join('\n', _programs.Values.OrderByDescending(program => program.Records));
}
