using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests;

/// <summary>Random lawful systems under concurrent load: every request has exactly its own tag's messages.</summary>
public class ConcurrencyTests
{
    [Fact]
    public void Concurrent_tagged_requests_have_exact_paths() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 16], Gen.Int[0, 1_000_000], Gen.Int[-600, 600]).Sample(
            (requests, workers, seed, skew) =>
            {
                var system = new RandomSystem(requests, workers, seed, TimeSpan.FromSeconds(skew));
                var found = Analysis.Of(system.World, seed);
                Assert.Equal(system.Expected.Order(), found.Requests.Select(found.Tree).Order());
                Assert.All(found.Requests, request => Assert.Equal((BPCertainty.Proven, ""), (request.Certainty, request.Reasons)));
            },
            iter: 60);

    /// <summary>Web workers (processes or threads) that each serve one connection at a time and ask, by themselves or through children, servers on a machine of another kernel.</summary>
    private sealed class RandomSystem
    {
        private readonly Random _random;
        private readonly List<TracedThread> _workers = [];
        private readonly TracedThread _postmaster;
        private int _ports = 10_000;

        public RandomSystem(int requests, int workers, int seed, TimeSpan skew)
        {
            _random = new Random(seed);
            var (a, b) = (World.Machine("a"), World.Machine("b", skew));
            var web = a.Start("web");
            for (int i = 0; i < workers; i++) _workers.Add(_random.Next(2) == 0 ? web.Fork() : web.Spawn());
            _postmaster = b.Start("db");
            Run(requests);
        }

        public World World { get; } = new();

        public List<string> Expected { get; } = [];

        // One step of one worker at a time, in random order, is one lawful interleaving.
        private void Run(int requests)
        {
            var idle = new Queue<TracedThread>(_workers);
            var busy = new List<IEnumerator<TracedThread>>();
            int begun = 0;
            while (begun < requests || busy.Count > 0)
            {
                if (begun < requests && idle.Count > 0 && _random.Next(2) == 0) busy.Add(Serve(idle.Dequeue(), begun++).GetEnumerator());
                if (busy.Count == 0) continue;
                var one = busy[_random.Next(busy.Count)];
                if (one.MoveNext()) continue;
                idle.Enqueue(one.Current);
                busy.Remove(one);
            }
        }

        private IEnumerable<TracedThread> Serve(TracedThread worker, int tag)
        {
            var front = World.Tcp($"10.0.0.9:{_ports++}", "10.0.0.1:80");
            var lines = new List<string> { $"web: /{tag}" };
            int exchanges = _random.Next(1, 3);
            worker.Accept();
            for (int exchange = 0; exchange < exchanges; exchange++)
            {
                lines = [$"web: /{tag}.{exchange}"];
                front.From.Sends(MessageType.Request, $"/{tag}.{exchange}", 200);
                worker.Receive(front.To, _random.Next(1, 4));
                yield return worker;
                foreach (var step in Work(worker, $"{tag}.{exchange}", lines)) yield return worker;
                worker.Answer(front.To, bytes: 3000, parts: _random.Next(1, 4));
                yield return worker;
                worker.Work();
                Expected.Add(string.Join('\n', lines));
            }

            worker.Close(front.To);
            yield return worker;
        }

        private IEnumerable<TracedThread> Work(TracedThread worker, string tag, List<string> lines)
        {
            for (int query = _random.Next(4); query > 0; query--)
            {
                if (_random.Next(2) == 0)
                {
                    foreach (var step in Query(worker, $"{tag}-{query}", lines)) yield return step;
                    continue;
                }

                var output = World.Pipe();
                var script = _random.Next(3) switch
                {
                    0 => worker.VforkExec("script"),
                    1 => worker.Fork().Exec("script"),
                    _ => worker.Fork().VforkExec("script"),
                };
                yield return script;
                foreach (var step in Query(script, $"{tag}-{query}", lines)) yield return step;
                script.Write(output.From, 40);
                yield return script;
                worker.Read(output.To);
            }
        }

        private IEnumerable<TracedThread> Query(TracedThread thread, string tag, List<string> lines)
        {
            var back = World.Tcp($"10.0.0.1:{_ports++}", "10.0.0.2:5432");
            TracedThread? backend = null;
            for (int statement = _random.Next(1, 4); statement > 0; statement--)
            {
                lines.Add($"  db: {tag}-{statement}");
                thread.Ask(back.From, $"{tag}-{statement}");
                yield return thread;
                if (backend is null) _postmaster.Accept();
                backend ??= _postmaster.Fork();
                backend.WaitIdle();
                backend.Receive(back.To);
                yield return backend;
                backend.Answer(back.To);
                yield return backend;
                thread.WaitForOne();
                thread.Receive(back.From);
            }

            thread.Close(back.From);
        }
    }
}
