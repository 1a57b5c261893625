using CodeGen.Host.Model;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Costs;

/// <summary>What this service's own machines cost, and its model where somebody stated so. A price file of the host (<c>CodeGenRuntime:Costs:Prices:ContractPath</c>) comes before these.</summary>
internal static class HostPrices
{
    /// <summary>USD for an hour of a processor: an example, about what a cloud takes for one. State your own in a price file.</summary>
    private const decimal CpuHour = 0.04m;

    public static PriceList Of(ModelOptions model) => new()
    {
        Source = "CodeGen.Host",
        Meters = [MeterPrice.Flat(MeterNames.CpuHours, "hour", CpuHour)],
        Models = model is { IsConfigured: true, HasPrice: true, Name: { } name } ? [ModelPrice.Flat(name, model.InputPricePerMillionTokens, model.OutputPricePerMillionTokens)] : [],
    };
}
