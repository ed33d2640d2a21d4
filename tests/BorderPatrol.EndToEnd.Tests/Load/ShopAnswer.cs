using System.Globalization;
using System.Net;

namespace BorderPatrol.EndToEnd.Tests.Load;

/// <summary>What the shop answered, which tells who worked for it.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Script">Process of the script.</param>
/// <param name="Backend">Process of the database that ran its queries.</param>
public sealed record ShopAnswer(ShopRequest Request, int Script, int Backend)
{
    /// <summary>Reads an answer and asserts that it is the right one for its request.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="status">Status that came.</param>
    /// <param name="body">Body that came.</param>
    public static ShopAnswer Read(ShopRequest request, HttpStatusCode status, string body)
    {
        string[] lines = body.TrimEnd('\n').Split('\n');
        Assert.True((int)status == request.Status, $"{request.Tag}: status {(int)status}, body {body}");
        Assert.Equal(["script", .. request.Steps.Select((table, index) => Value(table, index + 1))], lines.Select((line, index) => line.Split(':')[index == 0 ? 0 : 1]));
        int backend = lines.Skip(1).Select(Process(0)).Distinct().Single();
        return new ShopAnswer(request, Process(1)(lines[0]), backend);
    }

    private static Func<string, int> Process(int field) => line => int.Parse(line.Split(':')[field], CultureInfo.InvariantCulture);

    private static string Value(string table, int id) => table switch
    {
        "price" => $"price {id * 10}",
        "stock" => $"stock {id % 7}",
        _ => $"{table} {id}",
    };
}
