using System.Globalization;
using System.Text;
using BorderPatrol.Storage.Rows;

namespace BorderPatrol.Storage;

/// <summary>Writes a <see cref="RequestQuery"/> as SQL.</summary>
internal sealed class RequestFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    private RequestFilter(RequestQuery query)
    {
        if (query.Ids is { } ids) AddIds(ids);
        if (query.RunId is { } runId) AddRun(runId);
        if (query.Service is { } service) Add($"service ILIKE {Value(Like(service))} ESCAPE '\\'");
        if (query.Route is { } route) Add($"route ILIKE {Value(Like(route))} ESCAPE '\\'");
        if (query.Status is { } status) Add($"status ILIKE {Value(Like(status))} ESCAPE '\\'");
        if (query.MinimumDuration is { } minimum) Add($"request.duration >= {Value(minimum.Ticks)}");
    }

    /// <summary>The statement that answers a query with the columns of <see cref="RequestRow"/>.</summary>
    public static SqlQuery ToSql(RequestQuery query)
    {
        var filter = new RequestFilter(query);
        var columns = RequestRow.Columns.Split(", ").Select(column => $"request.{column}");
        var sql = new StringBuilder($"SELECT {string.Join(", ", columns)} FROM request JOIN run ON run.run_id = request.run_id");
        if (filter._conditions.Count > 0) sql.Append(" WHERE ").AppendJoin(" AND ", filter._conditions);
        sql.Append(" ORDER BY run.imported, request.run_id, request.start, request.number");
        if (query.First is { } first) sql.Append(CultureInfo.InvariantCulture, $" LIMIT {Math.Max(first, 0)}");
        return new SqlQuery(sql.ToString(), [.. filter._values]);
    }

    /// <summary>A pattern with <c>*</c> and <c>?</c> as one for LIKE.</summary>
    private static string Like(string pattern)
    {
        var like = new StringBuilder(pattern.Length);
        foreach (char c in StorableText.From(pattern))
        {
            _ = c switch
            {
                '*' => like.Append('%'),
                '?' => like.Append('_'),
                '%' or '_' or '\\' => like.Append('\\').Append(c),
                _ => like.Append(c),
            };
        }
        return like.ToString();
    }

    private void Add(string condition) => _conditions.Add(condition);

    private string Value(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    private void AddRun(string runId) => Add(RunKey.TryParse(runId) is { } run ? $"request.run_id = {Value(run)}" : "FALSE");

    // A long list of ids stays within the databases' limits on parameters, since numbers need none.
    private void AddIds(IReadOnlyList<string> ids)
    {
        var runs = ids.Select(RequestKey.TryParse).OfType<RequestKey>().GroupBy(key => (key.FirstRun, key.LastRun), key => key.Number).Select(run =>
        {
            string numbers = string.Join(',', run.Select(number => number.ToString(CultureInfo.InvariantCulture)));
            return $"request.run_id BETWEEN {Value(run.Key.FirstRun)} AND {Value(run.Key.LastRun)} AND number IN ({numbers})";
        }).ToList();
        Add(runs.Count == 0 ? "FALSE" : $"({string.Join(" OR ", runs)})");
    }
}
