using CodeGen.Runtime.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A node of its own process, spoken to in lines. Arguments: server, namespace, MaxStaleness in milliseconds.
// "make KEY VALUE" and "look KEY" answer with the value, "settle" answers once the coarse clock has ticked, "remove KEY" answers "done".
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddCodeGenRuntime()
    .UseRedis(args[0])
    .ConfigureCache(o => (o.Namespace, o.WhenDisconnected) = (args[1], WhenDisconnected.Recompute))
    .ConfigureCoordination(o => o.MaxStaleness = TimeSpan.FromMilliseconds(int.Parse(args[2])));
using IHost host = builder.Build();
await host.StartAsync();
var cache = host.Services.GetRequiredService<ITieredCache>();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    switch (words[0])
    {
        case "make":
            Console.WriteLine($"value {await cache.GetOrCreateAsync(words[1], (_, _) => ValueTask.FromResult(words[2]))}");
            break;
        case "look":
            CacheResult<string> result = await cache.TryGetAsync<string>(words[1]);
            Console.WriteLine(result.HasValue ? $"value {result.Value}" : $"none {result.MissReason}");
            break;
        case "remove":
            await cache.RemoveAsync(words[1]);
            Console.WriteLine("done");
            break;
        case "settle":
            // The bound on what a thawed process may still do is one tick of the clock, ten milliseconds.
            await Task.Delay(100);
            Console.WriteLine("settled");
            break;
        default:
            Console.WriteLine($"unknown {words[0]}");
            break;
    }
}

await host.StopAsync();
