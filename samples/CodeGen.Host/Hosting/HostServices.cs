using CodeGen.Host.Costs;
using CodeGen.Host.Endpoints;
using CodeGen.Host.Generation;
using CodeGen.Host.Model;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Hosting;

/// <summary>What the service is made of.</summary>
internal static class HostServices
{
    private const string NamespacePath = "CodeGenRuntime:Cache:Namespace";

    private const string DefaultCacheNamespace = "codegen";

    public static void Add(WebApplicationBuilder builder)
    {
        RedisChoice redis = RedisChoice.Make(builder.Configuration);
        IServiceCollection services = builder.Services;
        services.AddSingleton(_ => redis);
        services.AddHostedService(static provider => provider.GetRequiredService<RedisChoice>());

        string cacheNamespace = builder.Configuration[NamespacePath] ?? DefaultCacheNamespace;
        services.AddCodeGenRuntime(builder.Configuration).UseRedis(redis.ConnectionString).ConfigureCache(cache => cache.Namespace = cacheNamespace);

        services.TryAddTimeProvider();
        services.AddOptions<CodeGenOptions>().BindConfiguration(CodeGenOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<CodeGenOptions>, CodeGenOptionsValidator>();
        AddGenerator(services);
        services.AddSingleton<GenerationMeter>();
        services.AddSingleton<GenerationService>();
        services.AddOptions<PriceBookOptions>().Configure<IOptions<CodeGenOptions>>(static (prices, options) => prices.Host ??= HostPrices.Of(options.Value.Model));
        services.AddSingleton(provider => new StartBanner(redis, cacheNamespace, provider.GetRequiredService<ICodeGenerator>()));
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddProblemDetails();
        services.AddHealthChecks();
    }

    private static void AddGenerator(IServiceCollection services)
    {
        services.AddSingleton<LocalGenerator>();
        services.AddSingleton<ModelGenerator>();
        services.AddSingleton<ICodeGenerator>(static provider => provider.GetRequiredService<IOptions<CodeGenOptions>>().Value.Model.IsConfigured
            ? provider.GetRequiredService<ModelGenerator>()
            : provider.GetRequiredService<LocalGenerator>());
        services.AddHttpClient(ChatClient.HttpClientName)
            .ConfigureHttpClient(static (provider, http) => ChatClient.Configure(http, provider.GetRequiredService<IOptions<CodeGenOptions>>().Value.Model))
            // A redirect would carry the document, and with it whatever it tells, to an address that nobody configured.
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RedactLoggedHeaders(static _ => true);
    }

    private static void TryAddTimeProvider(this IServiceCollection services)
    {
        if (services.All(static service => service.ServiceType != typeof(TimeProvider)))
        {
            services.AddSingleton(TimeProvider.System);
        }
    }
}
