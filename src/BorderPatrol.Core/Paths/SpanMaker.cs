using BorderPatrol.Interpret;
using BorderPatrol.Join;

namespace BorderPatrol.Paths;

/// <summary>Makes a span out of an exchange: as the server saw it, or as the asking side did where the server is not traced.</summary>
internal static class SpanMaker
{
    public static BPSpan Make(Exchange exchange, string runId, string requestId, int sequence, int parent, int depth)
    {
        var side = exchange.Seen;
        var protocol = Protocols.Of(side.Protocol);
        var asked = protocol.ReadRequest(side.RequestText.Bytes());
        var effort = exchange.Effort;
        var duration = Times.Between(side.Begin, side.Last);
        var processor = Times.Of(effort.Cost.Processor);
        var self = Times.SelfTime(exchange);
        string peer = side.PeerName;
        return new BPSpan
        {
            RequestId = requestId,
            Sequence = sequence,
            Parent = parent,
            Depth = depth,
            Service = exchange.Served is not null ? side.Stream.Program : peer,
            Protocol = protocol.NameOf(side.RequestText.Bytes()),
            Operation = asked.Operation,
            Route = asked.Route,
            Text = asked.Text,
            Status = side.Complete ? protocol.ReadStatus(side.ResponseText.Bytes()) : "",
            Program = side.Stream.Program,
            ProcessId = side.Stream.Pid,
            ThreadId = side.Stream.Tid,
            Host = side.Stream.Host,
            Peer = peer,
            Start = side.Stream.Boot.Calendar(side.Begin),
            Duration = duration,
            SelfTime = self,
            CpuTime = processor,
            WaitTime = self > processor ? self - processor : TimeSpan.Zero,
            MinorFaults = (long)effort.Cost.MinorFaults,
            MajorFaults = (long)effort.Cost.MajorFaults,
            BytesIn = side.RequestBytes,
            BytesOut = side.ResponseBytes,
            Certainty = exchange.Doubts.Count == 0 ? BPCertainty.Proven : exchange.Doubts.Max(static doubt => doubt.Certainty),
            RunId = runId,
        };
    }
}
