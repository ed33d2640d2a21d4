using BorderPatrol.Raw;

namespace BorderPatrol.Join;

/// <summary>Keeps threads and process images from their first record to their last, and charges what threads used to what they worked for.</summary>
internal sealed class ThreadJoiner
{
    private readonly ThreadState?[] _threads;
    private readonly Dictionary<ulong, Image> _images = [];
    private readonly Dictionary<ulong, int> _streams = [];
    private readonly Dictionary<(int Boot, ulong PidNamespace, int Pid), Process> _processes = [];
    private readonly BirthJoiner _births;
    private readonly SelfStart _selfStart;
    private readonly ChannelJoiner _channels;

    public ThreadJoiner(IReadOnlyList<RawStream> streams, BirthJoiner births, SelfStart selfStart, ChannelJoiner channels)
    {
        _threads = new ThreadState?[streams.Count];
        _births = births;
        _selfStart = selfStart;
        _channels = channels;
        foreach (var stream in streams) _streams[stream.Image] = _streams.GetValueOrDefault(stream.Image) + 1;
    }

    /// <summary>The thread of a stream; begins when its first record comes.</summary>
    public ThreadState Of(RawStream stream, long now) => _threads[stream.Ordinal] ??= Begin(stream, now);

    /// <summary>A thread's last record has passed.</summary>
    public void End(ThreadState thread)
    {
        _threads[thread.Stream.Ordinal] = null;
        var image = thread.Image;
        thread.End();
        if (--image.Streams > 0) return;
        _channels.End(image);
        _images.Remove(thread.Stream.Image);
    }

    /// <summary>Records of a thread are missing: nothing that its process has in progress is sure.</summary>
    public static void Lose(ThreadState thread)
    {
        var doubt = Doubt.Lost(thread.Image);
        thread.Image.Losses++;
        thread.Strand.Span?.Add(doubt);
        thread.Strand.Doubt ??= doubt;
        foreach (var exchange in thread.Image.Open)
            if (exchange.IsOpenIn(thread.Image)) exchange.Add(doubt);
    }

    private ThreadState Begin(RawStream stream, long now)
    {
        var image = ImageOf(stream);
        var birth = _births.Take(stream);
        var strand = birth?.Strand ?? new Strand(image, now, _selfStart);
        strand.Hold();
        var thread = new ThreadState(stream, image, strand, birth?.Strand);
        thread.Turns.Begin(birth?.Before?.Sample ?? default, birth?.Strand.Span);
        return thread;
    }

    private Image ImageOf(RawStream stream)
    {
        if (_images.TryGetValue(stream.Image, out var image)) return image;
        image = new Image(ProcessOf(stream), stream) { Streams = _streams[stream.Image] };
        _images.Add(stream.Image, image);
        return image;
    }

    private Process ProcessOf(RawStream stream)
    {
        var name = (stream.Boot.Index, stream.PidNamespace, stream.Pid);
        if (_processes.TryGetValue(name, out var process) && process.Start == stream.ProcessStart) return process;
        return _processes[name] = new Process(stream.Boot.Index, stream.PidNamespace, stream.Pid, stream.ProcessStart);
    }
}
