using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>One complete record.</summary>
internal sealed record Record(WireHead Head, ReadOnlyMemory<byte> Bytes)
{
    public RecordKind Kind => Head.Kind;

    /// <summary>The number of the call, 0 for other records.</summary>
    public int CallNumber => Head.Call;

    /// <summary>The fixed part.</summary>
    public T As<T>() where T : struct => MemoryMarshal.Read<T>(Bytes.Span);

    public WireCall Call => As<WireCall>();

    /// <summary>The texts behind the fixed part, without the padding.</summary>
    public unsafe string[] Texts => Encoding.UTF8.GetString(Bytes.Span[Fixed..]).TrimEnd('\0').Split('\0');

    private int Fixed => Marshal.SizeOf(Kind switch
    {
        RecordKind.Call => typeof(WireCall),
        RecordKind.Process => typeof(WireProcess),
        _ => throw new InvalidOperationException($"{Kind} has no text"),
    });

    /// <summary>The number that a snippet marked, -1 when this record is no mark.</summary>
    public int Mark => CallNumber == Calls.Clone && Call.Error == 22 ? (int)((Call.Argument & 0xff) | (Call.Argument >> 9 << 8)) : -1;
}
