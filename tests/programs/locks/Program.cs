using System.Collections.Concurrent;
using System.Globalization;

// Threads that share a counter under a monitor, hand items over through a queue and a semaphore, and meet at a barrier; then tasks that do the same.
const int Items = 20_000;
object monitor = new();
using BlockingCollection<int> queue = new(16);
using SemaphoreSlim limit = new(2);
using Barrier barrier = new(4);
long count = 0, sum = 0;
int turn = 0;

void Counts()
{
    for (int i = 0; i < 50_000; i++)
        lock (monitor) count++;
}

void Works()
{
    foreach (int item in queue.GetConsumingEnumerable())
    {
        limit.Wait();
        Interlocked.Add(ref sum, item);
        limit.Release();
    }
}

void TakesTurns(int mine)
{
    barrier.SignalAndWait();
    for (int i = 0; i < 500; i++)
    {
        lock (monitor)
        {
            while (turn % 4 != mine) Monitor.Wait(monitor);
            turn++;
            Monitor.PulseAll(monitor);
        }
    }
}

Thread[] threads = [.. Enumerable.Range(0, 4).SelectMany(i => new[] { new Thread(Counts), new Thread(Works), new Thread(() => TakesTurns(i)) })];
foreach (var thread in threads) thread.Start();
for (int i = 0; i < Items; i++) queue.Add(i);
queue.CompleteAdding();
foreach (var thread in threads) thread.Join();
int[] squares = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
{
    await limit.WaitAsync();
    await Task.Yield();
    limit.Release();
    return i;
}));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} {sum} {turn} {squares.Sum()}"));
