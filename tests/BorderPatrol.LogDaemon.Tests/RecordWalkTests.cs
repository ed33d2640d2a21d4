using System.Runtime.InteropServices;
using BorderPatrol.LogDaemon.Forward;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public class RecordWalkTests
{
    [Fact]
    public void A_living_thread_is_read_up_to_its_first_unfinished_record()
    {
        Assert.Equal(0, RecordWalk.Completed([]));
        Assert.Equal(88, RecordWalk.Completed(Join(Record(64), Record(24), Record(64, state: 0), Record(64))));
        Assert.Equal(64, RecordWalk.Completed(Join(Record(64), new byte[16], Record(64))));
        Assert.Equal(64, RecordWalk.Completed(Join(Record(64), Record(64).AsSpan(0, 56).ToArray())));
        Assert.Equal(0, RecordWalk.Completed(Record(64, size: 63)));
        Assert.Equal(0, RecordWalk.Completed(Record(64, size: 0)));
        Assert.Equal(0, RecordWalk.Completed(Record(64, size: uint.MaxValue & ~7u)));
    }

    [Fact]
    public void What_a_thread_left_unfinished_keeps_its_size_and_place()
    {
        var records = Join(Record(64), Record(40, state: 0), new byte[16], Record(24));
        Assert.Equal(144, RecordWalk.Settle(records, 144));
        Assert.Equal([(64u, RecordKind.Call), (40u, RecordKind.None), (8u, RecordKind.None), (8u, RecordKind.None), (24u, RecordKind.Call)], Walk(records));
        Assert.All(records[72..104], value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_record_that_goes_on_behind_the_bytes_waits_for_more()
    {
        Assert.Equal(64, RecordWalk.Settle(Join(Record(64), Record(64).AsSpan(0, 40).ToArray()), 128));
        Assert.Equal(64, RecordWalk.SizeOfFirst(Record(64).AsSpan(0, 8)));
    }

    [Theory]
    [InlineData(13u)]
    [InlineData(64u)]
    [InlineData(0xfffffff8u)]
    public void Behind_a_head_that_makes_no_sense_nothing_is_believed(uint size)
    {
        var records = Join(Record(24), Record(40, size: size));
        Assert.Equal(64, RecordWalk.Settle(records, 64));
        Assert.Equal([(24u, RecordKind.Call), (40u, RecordKind.None)], Walk(records));
    }

    private static byte[] Record(int length, byte state = 1, uint? size = null)
    {
        var record = new byte[length];
        Array.Fill(record, (byte)0xee);
        var head = new WireHead { Size = size ?? (uint)length, Kind = RecordKind.Call, State = state };
        MemoryMarshal.Write(record, head);
        return record;
    }

    private static byte[] Join(params byte[][] records) => [.. records.SelectMany(record => record)];

    private static List<(uint, RecordKind)> Walk(ReadOnlySpan<byte> records)
    {
        var found = new List<(uint, RecordKind)>();
        while (!records.IsEmpty)
        {
            var head = MemoryMarshal.Read<WireHead>(records);
            Assert.Equal(1, head.State);
            found.Add((head.Size, head.Kind));
            records = records[(int)head.Size..];
        }
        return found;
    }
}
