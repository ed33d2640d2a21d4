using System.Data.Common;

namespace BorderPatrol.Storage;

/// <summary>A statement and the values of its parameters <c>$1</c>, <c>$2</c> ...</summary>
/// <param name="sql">The statement.</param>
/// <param name="values">The values.</param>
internal sealed class SqlQuery(string sql, params object[] values)
{
    /// <summary>Puts both into a command.</summary>
    public void Fill(DbCommand command)
    {
        command.CommandText = sql;
        foreach (object value in values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }
}
