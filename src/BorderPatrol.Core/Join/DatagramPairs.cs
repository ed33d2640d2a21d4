namespace BorderPatrol.Join;

/// <summary>
/// Keeps the pairs that are in use. Clients mostly take a new port for each question, so with each new pair two old ones are looked at: one for which
/// nothing is open is forgotten, one that has waited for too long is given up.
/// </summary>
internal sealed class DatagramPairs(ExchangeJoiner exchanges)
{
    private const ulong LongestAnswer = 30_000_000_000; // ns; resolvers give up earlier
    private readonly Dictionary<DatagramName, List<DatagramPair>> _pairs = [];
    private readonly Queue<DatagramPair> _queue = new();

    /// <summary>The pair of two addresses. Where several fit, because a socket is open to all addresses of its machine, it is the one that waits for
    /// the exchange of a number.</summary>
    public DatagramPair Of(Endpoint client, Endpoint server, Channel channel, uint number, ulong time)
    {
        var name = DatagramName.Of(client, server, channel);
        var found = Find(name, client, server, number);
        if (found is null)
        {
            for (int old = Math.Min(2, _queue.Count); old > 0; old--) Review(_queue.Dequeue(), channel.Boot.Index, time);
            found = Add(new DatagramPair(name, client, server));
        }

        found.Learn(client, server);
        found.Used = (channel.Boot.Index, time);
        return found;
    }

    private DatagramPair? Find(DatagramName name, Endpoint client, Endpoint server, uint number)
    {
        DatagramPair? found = null;
        foreach (var pair in _pairs.GetValueOrDefault(name) ?? [])
        {
            if (!pair.Fits(client, server)) continue;
            if (found is null || pair.Connection.Ends[0].AsAsker.Numbered(number) is not null) found = pair;
        }

        return found;
    }

    private DatagramPair Add(DatagramPair pair)
    {
        if (!_pairs.TryGetValue(pair.Name, out var known)) _pairs.Add(pair.Name, known = new List<DatagramPair>(1));
        known.Add(pair);
        _queue.Enqueue(pair);
        return pair;
    }

    private void Review(DatagramPair pair, int boot, ulong time)
    {
        bool late = pair.Used.Boot == boot && time > pair.Used.Time + LongestAnswer;
        if (!pair.Connection.IsQuiet && !late)
        {
            _queue.Enqueue(pair);
            return;
        }

        foreach (var end in pair.Connection.Ends)
        {
            if (late) exchanges.Abandon(end, forGood: true);
            end.Channel?.Ends.Remove(end);
        }

        var known = _pairs[pair.Name];
        known.Remove(pair);
        if (known.Count == 0) _pairs.Remove(pair.Name);
    }
}
