namespace CodeGen.Runtime.Costs;

/// <summary>A model's prices in a form that is fast to ask.</summary>
internal sealed class CompiledModel(string id, string? provider, string[] aliases, Currency currency, PriceLayer layer, CompiledMultiplier[] multipliers)
{
    public string Id => id;

    public string? Provider => provider;

    public string[] Aliases => aliases;

    public Currency Currency => currency;

    public PriceLayer Layer => layer;

    public CompiledMultiplier[] Multipliers => multipliers;

    /// <summary>In order of time, with or without gaps.</summary>
    public PriceSlice[] Slices { get; set; } = [];

    public PriceSlice? At(long utcTicks)
    {
        // From the end: most requests are of now.
        PriceSlice[] slices = Slices;
        for (int i = slices.Length - 1; i >= 0; i--)
        {
            if (utcTicks >= slices[i].FromTicks)
            {
                return utcTicks < slices[i].ToTicks ? slices[i] : null;
            }
        }

        return null;
    }
}
