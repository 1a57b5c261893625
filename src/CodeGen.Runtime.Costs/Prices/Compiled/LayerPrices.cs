namespace CodeGen.Runtime.Costs;

/// <summary>What one layer states, checked.</summary>
/// <param name="Models">Its models.</param>
/// <param name="Meters">Its meters.</param>
/// <param name="FxRates">Its exchange rates.</param>
internal sealed record LayerPrices(IReadOnlyList<CompiledModel> Models, IReadOnlyList<CompiledMeter> Meters, IReadOnlyList<FxRate> FxRates)
{
    private readonly Dictionary<string, List<CompiledModel>> _byName = Index(Models);

    public IEnumerable<string> Names => _byName.Keys;

    public IReadOnlyList<CompiledModel> Named(string name) => _byName.TryGetValue(name, out List<CompiledModel>? models) ? models : [];

    /// <summary>The model of a name, where the layer has one and only one.</summary>
    /// <param name="name">An id or alias.</param>
    /// <param name="provider">Who serves it; null when it was not said.</param>
    public CompiledModel? Find(string name, string? provider)
    {
        IReadOnlyList<CompiledModel> named = Named(name);
        if (provider is not null)
        {
            return named.FirstOrDefault(model => string.Equals(model.Provider, provider, StringComparison.OrdinalIgnoreCase)) ?? named.FirstOrDefault(static model => model.Provider is null);
        }

        // Whose id it is comes before whose alias it is: clouds that resell a model list the maker's id as an alias.
        CompiledModel[] owners = [.. named.Where(model => model.Id.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return owners.FirstOrDefault(static model => model.Provider is null)
            ?? (owners.Length == 1 ? owners[0] : owners.Length == 0 && named.Count == 1 ? named[0] : named.SingleOrDefault(static model => model.Provider is null));
    }

    private static Dictionary<string, List<CompiledModel>> Index(IReadOnlyList<CompiledModel> models)
    {
        var index = new Dictionary<string, List<CompiledModel>>(StringComparer.OrdinalIgnoreCase);
        foreach (CompiledModel model in models)
        {
            foreach (string name in model.Aliases.Prepend(model.Id))
            {
                if (!index.TryGetValue(name, out List<CompiledModel>? list))
                {
                    index.Add(name, list = []);
                }

                list.Add(model);
            }
        }

        return index;
    }
}
