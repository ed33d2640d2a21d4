using System.Globalization;

namespace BorderPatrol;

/// <summary>One observed library call.</summary>
public sealed class BPEvent
{
    /// <summary>When it began, by its host's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Node name of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>Process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Thread.</summary>
    public required int ThreadId { get; init; }

    /// <summary>Base name of the executable.</summary>
    public required string Program { get; init; }

    /// <summary>Plain name of the call, for example <c>read</c>; variants such as <c>__read_chk</c> go by the plain name.</summary>
    public required string Call { get; init; }

    /// <summary>What it returned.</summary>
    public required long Result { get; init; }

    /// <summary>The name of its error, for example <c>EAGAIN</c>; empty when it succeeded.</summary>
    public required string Error { get; init; }

    /// <summary>Its numeric arguments in order, comma-separated, the descriptor first.</summary>
    public required string Arguments { get; init; }

    /// <summary>Its string argument (a path, a program with its arguments) or the kept part of the message that it moved.</summary>
    public required string Text { get; init; }

    /// <summary>Its descriptor; -1 none.</summary>
    public required int Descriptor { get; init; }

    /// <summary>Bytes that it moved.</summary>
    public required long Bytes { get; init; }

    /// <summary>The request that its thread worked for; empty for none and for events read from a raw log.</summary>
    public required string RequestId { get; init; }

    /// <summary>The line of version 0.4's expand: <c>thread|process|seconds,microseconds|call|result|arguments,string</c>.</summary>
    public override string ToString()
    {
        long microseconds = (Time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ThreadId}|{ProcessId}|{microseconds / 1_000_000},{microseconds % 1_000_000}|{Call}|{Result}|{Arguments},{Text}");
    }
}
