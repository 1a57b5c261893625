namespace CodeGen.Runtime.Costs;

/// <summary>The models that a name may mean, in the order of the layers.</summary>
/// <param name="Unsaid">When no provider was named.</param>
/// <param name="ByProvider">For each provider that some layer has the name for.</param>
/// <param name="Anyone">For a provider that no layer has the name for: models of no provider.</param>
/// <param name="Providers">Who has it, where that has to be said; else null.</param>
internal sealed record NameEntry(CompiledModel[] Unsaid, (string Provider, CompiledModel[] Models)[] ByProvider, CompiledModel[] Anyone, string? Providers)
{
    public CompiledModel[] Models(string? provider)
    {
        if (provider is null)
        {
            return Unsaid;
        }

        foreach ((string known, CompiledModel[] models) in ByProvider)
        {
            if (string.Equals(known, provider, StringComparison.OrdinalIgnoreCase))
            {
                return models;
            }
        }

        return Anyone;
    }
}
