namespace CodeGen.Runtime.Costs;

/// <summary>The prices that come with the library, read and checked once, when they are first needed.</summary>
internal static class PriceCatalogue
{
    private const string Resource = "CodeGen.Runtime.Costs.model-prices.json";
    private const decimal ApiSecondInYuan = 0.001m;

    private static readonly Lazy<LayerPrices> s_layer = new(Read);

    public static LayerPrices Layer => s_layer.Value;

    private static LayerPrices Read()
    {
        using Stream stream = typeof(PriceCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        PriceList defaults = new() { Source = "defaults", Meters = [MeterPrice.Flat(MeterNames.ApiSeconds, "second", ApiSecondInYuan, Currency.Cny)] };
        return PriceCompiler.Compile(PriceLayer.Catalogue, PriceList.Parse(json, "the library's catalogue"), defaults);
    }
}
