using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>The whole example: three machines, the web server with its scripts on A, the database on B, a client on C.</summary>
public sealed class Shop : IDisposable
{
    private readonly Folder _folder = new();
    private readonly string _model;

    /// <summary>Sets everything up; no server runs yet.</summary>
    /// <param name="model">Apache's processing model, <c>prefork</c> or <c>event</c>.</param>
    /// <param name="encrypted">Whether web server and database speak TLS.</param>
    public Shop(string model, bool encrypted = false)
    {
        Require.Root();
        _model = model;
        Lan = new Lan();
        try
        {
            Database = new Database(Lan.B, encrypted);
            Web = new WebServer(Lan.A, model, encrypted);
            Client = new Client(Lan.C, Lan.A, Web.Certificate);
            Tracing = new Tracing(_folder, Lan.B);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The machines.</summary>
    public Lan Lan { get; }

    /// <summary>On machine B.</summary>
    public Database Database { get; }

    /// <summary>On machine A.</summary>
    public WebServer Web { get; }

    /// <summary>On machine C.</summary>
    public Client Client { get; }

    /// <summary>How to trace on A and B.</summary>
    public Tracing Tracing { get; }

    /// <summary>Where the log daemon writes.</summary>
    public string RawLog => At("log.raw");

    /// <summary>A path in the stand's folder.</summary>
    /// <param name="name">File name.</param>
    public string At(string name) => _folder.At(name);

    /// <summary>Starts the log daemon on B.</summary>
    public Collector Collect() => new(Lan.B, RawLog, Tracing.SecretFile);

    /// <summary>Starts both servers.</summary>
    /// <param name="traced">Whether with the README's variables and the preload.</param>
    public void Open(bool traced)
    {
        Database.Start(traced ? Tracing.OnB : []);
        Web.Start(traced ? Tracing.OnA : []);
    }

    /// <summary>Sends tagged requests from C; returns when they are answered and the servers are idle again.</summary>
    /// <param name="script">File name in cgi-bin.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="concurrency">How many at a time.</param>
    public async Task<IReadOnlyCollection<ShopAnswer>> LoadAsync(string script, int count, int concurrency)
    {
        var answers = await Client.ShopAsync(script, count, concurrency);
        // A client may have its answer before the call that sent it has returned to the server, to be recorded.
        Wait.Until(() => File.ReadLines(Web.AccessLog).Count() >= count, "the web server has not finished");
        Wait.Until(() => Lan.B.Run("pgrep", "-f", "^postgres: (web|clerk)").ExitCode != 0, "the database has not finished");
        return answers;
    }

    /// <summary>Stops both servers in order.</summary>
    public void Close()
    {
        Web.Stop();
        Database.Stop();
    }

    /// <summary>What really happened, for the judge.</summary>
    /// <param name="answers">What the shop answered.</param>
    /// <param name="connecting">The exchanges that a script has with the database beside its tagged ones.</param>
    public IEnumerable<Truth> Truths(IEnumerable<ShopAnswer> answers, params IReadOnlyList<string> connecting)
    {
        var workers = AccessLog.ReadWorkers(Web.AccessLog);
        return answers.Select(answer => new Truth(answer, workers[answer.Request.Tag], _model == "event", connecting));
    }

    /// <summary>Ends the machines with everything on them and deletes all files.</summary>
    public void Dispose()
    {
        Client?.Dispose();
        Lan.Dispose();
        Web?.Dispose();
        Database?.Dispose();
        _folder.Dispose();
    }
}
