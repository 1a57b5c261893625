using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the price book.</summary>
public static class PriceBookServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="PriceBook"/> whose options and prices are checked when the host starts, and whose files are read again when they change.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; may be called again to set more.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPriceBook(this IServiceCollection services, Action<PriceBookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PriceBookOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PriceBookOptions>, PriceBookOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new PriceBook(
            provider.GetRequiredService<IOptions<PriceBookOptions>>().Value, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<PriceBook>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PriceFileWatch>());
        return services;
    }
}
