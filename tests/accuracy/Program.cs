using System.Diagnostics;
using System.Globalization;
using BorderPatrol.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

// dotnet run --project tests/accuracy -c Release [-- NAME ... times=N]
// Runs all stacks, or those that are named, with N times the usual number of requests, and writes tests/accuracy/RESULTS.md. Needs root and the servers.
// Exit code 1 says that an edge was wrong and not doubted, or that a stack could not be run for want of a program, which is named.
string[] names = [.. args.Where(word => !word.Contains('='))];
int times = args.Where(word => word.StartsWith("times=", StringComparison.Ordinal)).Select(word => int.Parse(word[6..], CultureInfo.InvariantCulture)).SingleOrDefault(1);
string[] unknown = [.. names.Except(AllStacks.List.Select(stack => stack.Name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No stack is called {string.Join(", ", unknown)}. Stacks: {string.Join(", ", AllStacks.List.Select(stack => stack.Name))}");
    return 2;
}

string command = string.Join(' ', ["dotnet run --project tests/accuracy -c Release", .. args.Length == 0 ? args : ["--", .. args]]);
string commit = Command.Run("git", "-c", "safe.directory=*", "-C", Repository.Root, "describe", "--always", "--dirty").Succeeded().Output.Trim();
var results = new Results(Path.Combine(Repository.Root, "tests/accuracy/RESULTS.md"));
int unmarked = 0;
bool skipped = false;
foreach (var stack in AllStacks.List.Where(stack => names.Length == 0 || names.Contains(stack.Name)))
{
    var clock = Stopwatch.StartNew();
    Console.WriteLine($"{stack.Name}: {stack.Title}");
    try
    {
        var scores = await Trial.RunAsync(stack, Cell.All([1, 16, 64, 256], times));
        results.Put(stack, scores, command, commit);
        unmarked += scores.Sum(score => score.UnmarkedEdges);
        Console.WriteLine(string.Join('\n', [Score.Head, .. scores.Select(score => score.ToString()), .. Results.Findings(scores)]));
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:F0} s\n");
    }
    catch (Xunit.Sdk.SkipException missing)
    {
        Console.Error.WriteLine($"{stack.Name}: not run, {Require.ReasonOf(missing)}\n");
        skipped = true;
    }
}
return unmarked == 0 && !skipped ? 0 : 1;
