using System.Globalization;
using System.Reflection;

namespace BorderPatrol.Storage.Schema;

/// <summary>What leads the tables from one version to the next.</summary>
/// <param name="Tables">Statements for both kinds of database.</param>
/// <param name="PostgresKeys">Statements that follow in PostgreSQL.</param>
internal sealed record SchemaStep(string Tables, string PostgresKeys)
{
    /// <summary>The step to a version, from the two files beside this one.</summary>
    public static SchemaStep Load(int version) => new(Read(version, "tables"), Read(version, "postgres"));

    private static string Read(int version, string part)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{typeof(SchemaStep).Namespace}.{version}.{part}.sql");
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
