using CodeGen.Runtime.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuickStart;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddCodeGenRuntime(builder.Configuration); // in process only; .UseRedis("localhost:6379") adds the shared tier
using IHost host = builder.Build();
await host.StartAsync();

ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
CacheRegion<ReviewKey, string> reviews = cache.Region<ReviewKey, string>(region => region.TimeToLive = TimeSpan.FromHours(1));
var key = new ReviewKey("p42", "Program.cs");

await ReviewAsync("First call");
await ReviewAsync("Second call");
await reviews.InvalidateAsync(ReviewKey.Scope(project: "p42"));
Console.WriteLine("Everything of project p42 is invalidated.");
await ReviewAsync("Third call");
await host.StopAsync();

async Task ReviewAsync(string call)
{
    var asked = new Model();
    string review = await reviews.GetOrCreateAsync(key, asked, static (model, key, context, ct) => model.ReviewAsync(key, context, ct));
    Console.WriteLine($"{call}: {review} ({(asked.Calls == 0 ? "from the cache" : "the model was asked and paid")})");
}
