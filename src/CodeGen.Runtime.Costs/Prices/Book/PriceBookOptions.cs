namespace CodeGen.Runtime.Costs;

/// <summary>Where prices come from, and what becomes of requests that have none.</summary>
public sealed class PriceBookOptions
{
    /// <summary>Where these options stand in messages, and by custom in a host's configuration.</summary>
    public const string SectionName = "CodeGenRuntime:Costs:Prices";

    /// <summary>Default of <see cref="ReloadInterval"/>: 10 seconds.</summary>
    public static readonly TimeSpan DefaultReloadInterval = TimeSpan.FromSeconds(10);

    /// <summary>A file of prices agreed with providers; they come before all others. docs/prices.md describes the format.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? ContractPath { get; set; }

    /// <summary>A file of the host's own prices; they come before the catalogue's.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? HostPath { get; set; }

    /// <summary>Prices agreed with providers, beside those of <see cref="ContractPath"/>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public PriceList? Contract { get; set; }

    /// <summary>The host's own prices, beside those of <see cref="HostPath"/>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public PriceList? Host { get; set; }

    /// <summary>Whether the published prices that come with the library, and its price of API seconds, are used.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool UseCatalogue { get; set; } = true;

    /// <summary>What a request costs of which no price is known.</summary>
    /// <value>The default is <see cref="UnknownModelPolicy.Unpriced"/>.</value>
    public UnknownModelPolicy UnknownModels { get; set; }

    /// <summary>The model whose price <see cref="UnknownModelPolicy.Ceiling"/> takes: the dearest that could answer, or one of the host's own that stands for it.</summary>
    /// <value>The default is <see langword="null"/>: none. Required with <see cref="UnknownModelPolicy.Ceiling"/>.</value>
    public string? CeilingModel { get; set; }

    /// <summary>How often the files are looked at for changes, in a host.</summary>
    /// <value>The default is 10 seconds; 1 second to 1 day, or 0 for never.</value>
    public TimeSpan ReloadInterval { get; set; } = DefaultReloadInterval;
}
