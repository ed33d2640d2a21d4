using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>Holds the C# side of the wire to what a C compiler makes of native/wire/wire.h and calls.def.</summary>
public partial class WireLayoutTests
{
    private static readonly Dictionary<string, Type> Structures = new()
    {
        ["bp_segment"] = typeof(WireSegment),
        ["bp_head"] = typeof(WireHead),
        ["bp_call"] = typeof(WireCall),
        ["bp_address"] = typeof(WireAddress),
        ["bp_channel"] = typeof(WireChannel),
        ["bp_message"] = typeof(WireMessage),
        ["bp_datagram"] = typeof(WireDatagram),
        ["bp_process"] = typeof(WireProcess),
        ["bp_thread"] = typeof(WireThread),
        ["bp_cost"] = typeof(WireCost),
        ["bp_loss"] = typeof(WireLoss),
        ["bp_switch"] = typeof(WireSwitch),
        ["bp_chunk"] = typeof(WireChunk),
        ["bp_raw"] = typeof(WireRaw),
    };

    private static readonly Dictionary<string, Type> Enumerations = new()
    {
        ["bp_segment_reuse"] = typeof(SegmentReuse),
        ["bp_record_kind"] = typeof(RecordKind),
        ["bp_channel_kind"] = typeof(ChannelKind),
        ["bp_channel_role"] = typeof(ChannelRole),
        ["bp_channel_flag"] = typeof(ChannelOptions),
        ["bp_protocol"] = typeof(WireProtocol),
        ["bp_message_type"] = typeof(MessageType),
        ["bp_message_flag"] = typeof(MessageOptions),
        ["bp_process_reason"] = typeof(ProcessReason),
        ["bp_chunk_kind"] = typeof(ChunkKind),
    };

    private static readonly Lazy<string[][]> Facts = new(CompileAndRun);

    private static string Header => File.ReadAllText(Path.Combine(Repository.Root, "native/wire/wire.h"));

    [Fact]
    public void Every_structure_has_the_same_size_in_both_languages()
    {
        var sizes = Of("size").ToDictionary(fact => fact[1], fact => int.Parse(fact[2], CultureInfo.InvariantCulture));
        Assert.Equal(Declared("struct").Order(), sizes.Keys.Order());
        Assert.All(sizes, size => Assert.Equal((size.Key, size.Value), (size.Key, Marshal.SizeOf(Structures[size.Key]))));
    }

    [Fact]
    public void Every_field_has_the_same_place_and_size_in_both_languages()
    {
        foreach (var structure in Structures)
        {
            var c = Of("field").Where(fact => fact[1] == structure.Key).Select(fact => (Number(fact[3]), Number(fact[4]))).ToList();
            var fields = structure.Value.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => Offset(structure.Value, field)).ToList();
            Assert.Equal(FieldsDeclared(structure.Key), c.Count);
            Assert.Equal(Join(c), Join(Unite(fields.ConvertAll(field => (Offset(structure.Value, field), SizeOf(field))), c)));
        }
    }

    [Fact]
    public void Fields_have_the_names_of_the_contract_in_its_order()
    {
        foreach (var (name, type) in Structures)
        {
            var c = Of("field").Where(fact => fact[1] == name).Select(fact => fact[2].Replace("_", "", StringComparison.Ordinal)).ToList();
            var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => Offset(type, field)).Select(field => field.Name).ToList();
            fields.Remove("BootIdHigh");
            Assert.All(c.Zip(fields), pair => Assert.StartsWith(pair.Second.Replace("Low", "", StringComparison.Ordinal), pair.First, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Every_enumeration_has_the_same_values_in_both_languages()
    {
        Assert.Equal(Declared("enum").Where(name => name != "bp_segment_state").Order(), Enumerations.Keys.Order());
        foreach (var (name, type) in Enumerations)
        {
            var body = Regex.Match(Header, $@"enum {name} \{{(.*?)\}}", RegexOptions.Singleline).Groups[1].Value;
            var c = Value().Matches(body).ToDictionary(match => Number(match.Groups[2].Value), match => match.Groups[1].Value);
            if (name == "bp_protocol") c = Of("protocol").ToDictionary(fact => Number(fact[1]), fact => fact[2]);
            foreach (object value in Enum.GetValues(type))
            {
                long number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                if (number == 0 && !c.ContainsKey(0)) continue;
                string wanted = value.ToString()!;
                Assert.EndsWith(wanted, c[number].Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
                c.Remove(number);
            }

            Assert.Empty(c);
        }
    }

    [Fact]
    public void Constants_are_the_same_in_both_languages()
    {
        string[] c = [.. Of("value").Select(fact => $"{fact[1]} {fact[2]}")];
        string[] here =
        [
            $"BP_WIRE_VERSION {WireFormat.Version}",
            $"BP_SEGMENT_MIN {WireFormat.SegmentMinimum}",
            $"BP_SEGMENT_MAX {WireFormat.SegmentMaximum}",
            $"BP_RECORD_MAX {WireFormat.RecordMaximum}",
            $"BP_CHUNK_MAGIC {WireFormat.ChunkMagic}",
            $"BP_CHUNK_MAX {WireFormat.ChunkMaximum}",
        ];
        Assert.Equal(c, here);
        var magic = Assert.Single(Of("magic"));
        Assert.Equal((magic[1], magic[2]), (Encoding.ASCII.GetString(WireFormat.SegmentMagic), Encoding.ASCII.GetString(WireFormat.RawMagic)));
    }

    [Fact]
    public void The_call_table_holds_what_the_compiler_sees()
    {
        var c = Of("call").Select(fact => (Number(fact[1]), fact[2], string.Join(' ', fact.Skip(3)))).ToList();
        Assert.NotEmpty(c);
        Assert.Equal(c, CallTable.All.Select(call => ((long)call.Number, call.Name, $"{call.Family}|{string.Join(' ', call.Symbols)}|{call.Argument}|{call.Second}")));
    }

    private static IEnumerable<string[]> Of(string kind) => Facts.Value.Where(fact => fact[0] == kind);

    private static IEnumerable<string> Declared(string what) =>
        Regex.Matches(Header, $@"^{what} (bp_\w+) \{{", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

    private static int FieldsDeclared(string structure)
    {
        string body = Regex.Match(Header, $@"struct {structure} \{{(.*?)\n\}};", RegexOptions.Singleline).Groups[1].Value;
        return Regex.Replace(body, @"/\*.*?\*/", "", RegexOptions.Singleline).Count(c => c == ';');
    }

    private static long Offset(Type type, FieldInfo field) => Marshal.OffsetOf(type, field.Name).ToInt64();

    private static long SizeOf(FieldInfo field)
    {
        var type = field.FieldType.IsEnum ? Enum.GetUnderlyingType(field.FieldType) : field.FieldType;
        return Marshal.SizeOf(type);
    }

    // The 16 bytes of a boot id are one array in C and two numbers here.
    private static List<(long, long)> Unite(List<(long Offset, long Size)> fields, List<(long Offset, long Size)> c)
    {
        var known = c.ToDictionary(field => field.Offset, field => field.Size);
        return [.. fields.Where(field => known.ContainsKey(field.Offset)).Select(field => field.Size * 2 == known[field.Offset] ? (field.Offset, field.Size * 2) : field)];
    }

    private static string Join(List<(long, long)> fields) => string.Join(' ', fields);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string[][] CompileAndRun()
    {
        string program = Path.Combine(Path.GetTempPath(), $"wire_layout_{Guid.NewGuid():N}");
        try
        {
            Run(Require.Program("gcc"), "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o", program, Path.Combine(Repository.Root, "tests/native/wire_layout.c"));
            return [.. Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        }
        finally
        {
            File.Delete(program);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }

    [GeneratedRegex(@"(BP_\w+) = (\d+)")]
    private static partial Regex Value();
}
