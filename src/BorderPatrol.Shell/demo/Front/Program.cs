using System.Globalization;

const int Connections = 8;

// The shop's front: GET /basket/{number} asks the back for the price of each item in the basket and answers with the sum.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
// The thread that reads a request answers it, so that its path can be proven.
builder.WebHost.UseSockets(options => options.UnsafePreferInlineScheduling = true);
var shop = builder.Build();
using var back = new HttpClient { BaseAddress = new Uri(shop.Configuration["back"]!) };

shop.MapGet("/basket/{number:int}", context =>
{
    int basket = int.Parse((string)context.GetRouteValue("number")!, CultureInfo.InvariantCulture);
    int items = (basket % 3) + 1;
    int sum = Enumerable.Range(1, items).Sum(item => Price(basket, item));
    return context.Response.WriteAsync($"basket {basket}: {items} items, {sum}\n");
});

shop.MapGet("/ready", context => context.Response.WriteAsync("ready"));

// Connections are opened before they are needed: Kestrel passes a new connection's first bytes from one thread to another in memory.
Task.WaitAll(Enumerable.Range(0, Connections).Select(_ => back.GetStringAsync(new Uri("/ready", UriKind.Relative))));
shop.Start();
Console.WriteLine($"listening on {shop.Urls.Single()}");
shop.WaitForShutdown();

int Price(int basket, int item)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, $"/price/{item}?basket={basket}");
    using var response = back.Send(request);
    using var reader = new StreamReader(response.Content.ReadAsStream());
    return int.Parse(reader.ReadToEnd(), CultureInfo.InvariantCulture);
}
