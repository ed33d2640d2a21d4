using System.Runtime.InteropServices;
using System.Text;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests.Io;

/// <summary>The programs of tests/native/io and what their records say.</summary>
internal static class Io
{
    /// <summary>errno values.</summary>
    public const int NoEntry = 2, BadDescriptor = 9, Again = 11, Fault = 14, Exists = 17, Invalid = 22, BrokenPipe = 32, InProgress = 115;

    /// <summary>The path of a program of tests/native/io.</summary>
    public static string Program(string name) => Path.Combine(Repository.Root, "tests/native/build/io", name);

    /// <summary>What follows a record's fixed part, without the padding.</summary>
    public static string Text<T>(this Record record) where T : struct =>
        Encoding.UTF8.GetString(record.Bytes.Span[Marshal.SizeOf<T>()..]).TrimEnd('\0');

    /// <summary>The CHANNEL records of a stream, each with its path.</summary>
    public static IEnumerable<(WireChannel Channel, string Path)> Channels(this Recording stream) => stream.Records
        .Where(record => record.Kind == RecordKind.Channel)
        .Select(record => (record.As<WireChannel>(), record.Text<WireChannel>()));

    /// <summary>The MESSAGE records of a stream.</summary>
    public static IEnumerable<WireMessage> Messages(this Recording stream) => stream.Records
        .Where(record => record.Kind == RecordKind.Message)
        .Select(record => record.As<WireMessage>());
}
