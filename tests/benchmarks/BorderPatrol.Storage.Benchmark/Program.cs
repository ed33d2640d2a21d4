using System.Globalization;
using BorderPatrol.Storage.Benchmark;

const string Usage = """
    Measures how quickly runs are stored and looked up.

      load STORE [EVENTS]     writes one run into a store: a path, or an Npgsql connection string
      compare [EVENTS [ROUNDS]]
                              starts a PostgreSQL server of its own, and writes a run of 5 million events, in turn, into a DuckDB file, into
                              PostgreSQL, and as the same rows through psql's \copy; then looks requests up
    """;

switch (args)
{
    case ["load", var location, .. var rest]:
        LoadCommand.Run(location, Number(rest, 0, 5_000_000));
        return 0;
    case ["compare", .. var rest]:
        new CompareCommand(Number(rest, 0, 5_000_000), (int)Number(rest, 1, 5)).Run();
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static long Number(string[] words, int index, long otherwise) =>
    index < words.Length ? long.Parse(words[index], CultureInfo.InvariantCulture) : otherwise;
