using System.Globalization;

namespace BorderPatrol.Storage.Schema;

/// <summary>The tables of a store as a row of steps; step n leads from version n-1 to version n, and version 0 is an empty database.</summary>
/// <param name="steps">The steps, oldest first.</param>
internal sealed class StoreSchema(IReadOnlyList<SchemaStep> steps)
{
    /// <summary>The schema that this assembly reads and writes.</summary>
    public static StoreSchema Current { get; } = new([SchemaStep.Load(1)]);

    /// <summary>The steps, oldest first.</summary>
    public IReadOnlyList<SchemaStep> Steps => steps;

    /// <summary>The newest version.</summary>
    public int Version => steps.Count;

    /// <summary>Leads the tables from a version to the newest one.</summary>
    /// <param name="from">The version that they have.</param>
    /// <param name="execute">Executes one step's statements in the caller's transaction.</param>
    /// <param name="select">Picks from a step what the caller's database understands.</param>
    public void Upgrade(int from, Action<string> execute, Func<SchemaStep, string> select)
    {
        for (int version = from + 1; version <= Version; version++)
        {
            execute(select(steps[version - 1]));
            execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO borderpatrol_version (version) VALUES ({version})"));
        }
    }

    /// <summary>Refuses tables that a newer version has made.</summary>
    /// <param name="version">The version that they have.</param>
    /// <param name="location">The store, for the message.</param>
    public void RefuseNewer(int version, string location)
    {
        if (version <= Version) return;
        throw new BorderPatrolException(
            ErrorIds.StoreNewerVersion,
            $"The store {location} was written by version {version} of the tables; this program reads up to {Version}.",
            "Use the newer BorderPatrol, or import the raw log into another store.");
    }
}
