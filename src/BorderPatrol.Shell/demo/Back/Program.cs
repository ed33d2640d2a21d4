using System.Globalization;
using Npgsql;

// The shop's back: GET /price/{item}?basket={number} looks the price up in PostgreSQL, or in its head when it was given no database.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
// The thread that reads a request answers it, so that its path can be proven.
builder.WebHost.UseSockets(options => options.UnsafePreferInlineScheduling = true);
var shop = builder.Build();
using var database = shop.Configuration["database"] is { } connection ? NpgsqlDataSource.Create(connection) : null;

shop.MapGet("/price/{item:int}", context =>
{
    int item = int.Parse((string)context.GetRouteValue("item")!, CultureInfo.InvariantCulture);
    int basket = int.Parse(context.Request.Query["basket"]!, CultureInfo.InvariantCulture);
    int price = database == null ? 100 * item : LookUp(database, basket, item);
    return context.Response.WriteAsync(price.ToString(CultureInfo.InvariantCulture));
});

shop.MapGet("/ready", context => context.Response.WriteAsync("ready"));
shop.Start();
Console.WriteLine($"listening on {shop.Urls.Single()}");
shop.WaitForShutdown();

static int LookUp(NpgsqlDataSource database, int basket, int item)
{
    using var command = database.CreateCommand($"SELECT /* basket {basket} */ price FROM item WHERE id = $1");
    command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = item });
    return (int)command.ExecuteScalar()!;
}
