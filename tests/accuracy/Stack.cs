using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.EndToEnd.Tests.Stand;
using Xunit;

namespace BorderPatrol.Accuracy;

/// <summary>Real servers behind one another, and what a tagged request makes them say.</summary>
public abstract class Stack
{
    /// <summary>What it is called on the command line and in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Its parts, for people.</summary>
    public abstract string Title { get; }

    /// <summary>A letter for each kind of back-end call.</summary>
    public virtual string Alphabet => "abc";

    /// <summary>Starts all servers, traced; skips when one is not installed.</summary>
    /// <param name="site">Where.</param>
    public abstract void Open(Site site);

    /// <summary>The messages that a request must have led to, in causal order.</summary>
    /// <param name="request">The request.</param>
    public abstract IEnumerable<Message> Expect(TaggedRequest request);

    /// <summary>Sends the requests of a cell and checks every answer.</summary>
    /// <param name="site">Where the servers run.</param>
    /// <param name="cell">Which requests, and how.</param>
    public virtual async Task SendAsync(Site site, Cell cell)
    {
        using var client = OpenClient(site);
        var options = new ParallelOptions { MaxDegreeOfParallelism = cell.Concurrency };
        await Parallel.ForAsync(cell.First, cell.First + cell.Count, options, async (number, _) =>
        {
            var request = new TaggedRequest(number, Alphabet);
            Assert.Equal(request.Answer, await client.GetAsync(request.Target, cell.KeepAlive));
        });
    }

    /// <summary>A client of this stack on machine C.</summary>
    /// <param name="site">Where the servers run.</param>
    protected virtual Client OpenClient(Site site) => site.OpenClient();
}
