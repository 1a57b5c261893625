using Microsoft.Extensions.Configuration;

namespace CodeGen.Runtime.Costs;

/// <summary>What a configuration can say of <see cref="PriceBookOptions"/>: all but lists of prices in code, which are not for binders.</summary>
internal sealed class PriceBookSettings
{
    public string? ContractPath { get; set; }

    public string? HostPath { get; set; }

    public bool? UseCatalogue { get; set; }

    public UnknownModelPolicy? UnknownModels { get; set; }

    public string? CeilingModel { get; set; }

    public TimeSpan? ReloadInterval { get; set; }

    /// <summary>Writes into the options what the section says, and leaves the rest.</summary>
    public static void Apply(IConfiguration section, PriceBookOptions options)
    {
        var settings = new PriceBookSettings();
        section.Bind(settings);
        options.ContractPath = settings.ContractPath ?? options.ContractPath;
        options.HostPath = settings.HostPath ?? options.HostPath;
        options.UseCatalogue = settings.UseCatalogue ?? options.UseCatalogue;
        options.UnknownModels = settings.UnknownModels ?? options.UnknownModels;
        options.CeilingModel = settings.CeilingModel ?? options.CeilingModel;
        options.ReloadInterval = settings.ReloadInterval ?? options.ReloadInterval;
    }
}
